local extensions = {
  news = { 'news' },
  conll = { 'conll', 'iob', 'iob2', 'bio', 'bioes', 'bilou', 'v4_gold_conll', 'v4_auto_conll' },
  conllu = { 'conllu', 'conllup' },
  vertical = { 'vrt', 'vertical' },
  brat = { 'ann', 'a1', 'a2' },
  xml = { 'tei', 'naf', 'kaf' },
  jsonl = { 'ndjson' },
}

-- What somebody has made of an extension stays as it is.
local added = {}
for filetype, names in pairs(extensions) do
  for _, name in ipairs(names) do
    if vim.filetype.match({ filename = 'x.' .. name }) == nil then
      added[name] = filetype
    end
  end
end
-- Shaders have this extension too, and none begins with a tag.
if vim.filetype.match({ filename = 'x.vert' }) == 'glsl' then
  added.vert = function(_, bufnr)
    local first = bufnr and vim.api.nvim_buf_get_lines(bufnr, 0, 1, false)[1]
    return first and first:match('^<') and 'vertical' or 'glsl'
  end
end
vim.filetype.add({ extension = added, filename = { ['annotation.conf'] = 'brat' } })
