-- How Neovim (0.11 or newer) starts `copydesk lsp`; see :help copydesk-config.
---@type vim.lsp.Config
return {
  cmd = require('copydesk').cmd(),
  -- Of files in TOML, JSON and XML, not all are served: see `serves`.
  filetypes = {
    'text',
    'markdown',
    'news',
    'conll',
    'conllu',
    'vertical',
    'brat',
    'tsv',
    'jsonl',
    'sgml',
    'turtle',
    'ntriples',
    'xml',
    'json',
    'toml',
  },
  -- In the order of the markers; without any of them the file stands alone, and the server still starts.
  root_dir = function(bufnr, attach)
    local copydesk = require('copydesk')
    if copydesk.serves(bufnr) then
      attach(vim.fs.root(bufnr, { 'copydesk.toml', 'annotation.conf', '.git' }))
    end
  end,
}
