" Articles with a header, separators and inline annotation.
if exists('b:current_syntax')
  finish
endif

" key: value lines; a key may stand anywhere a block of them starts
syntax match newsKey /^\a[A-Za-z0-9_-]\{0,30}\ze:\s/
syntax match newsFence /^\%(---\|+++\|\.\.\.\)$/
syntax match newsSeparator /^\s*[-=*_#]\{4,}\s*$/
syntax match newsSeparator /^\s*\d\+ of \d\+ DOCUMENTS\s*$/

" [Ada Lovelace]{.PER #ada}   [[ada|Lovelace]]   <PER id="ada">Lovelace</PER>
syntax match newsSpan /\[[^][]*\]\ze{[.#]/
syntax match newsSpanClass /{[.#][^{}]*}/
syntax match newsLink /\[\[[^][]*\]\]/ contains=newsLinkTarget
syntax match newsLinkTarget /\[\[\zs[^][|]*\ze|/ contained
syntax match newsTag /<\/\?\a[A-Za-z0-9_:-]*\%(\s[^<>]*\)\?>/ contains=newsTagValue
syntax match newsTagValue /="[^"]*"/ contained

highlight default link newsKey Identifier
highlight default link newsFence Delimiter
highlight default link newsSeparator Delimiter
highlight default link newsSpan Underlined
highlight default link newsSpanClass Type
highlight default link newsLink Underlined
highlight default link newsLinkTarget Type
highlight default link newsTag Type
highlight default link newsTagValue String

let b:current_syntax = 'news'
