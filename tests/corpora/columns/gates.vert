<doc id=gates title="The gates opened">
<p>
<s>
<name type="PER">
Vera	NNP
Lind	NNP
</name>

opened	VBD
them
<g/>
.	.
</p>
</doc>
