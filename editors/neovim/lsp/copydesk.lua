-- How Neovim (0.11 or newer) starts `copydesk lsp`; see :help copydesk-config.
---@type vim.lsp.Config
return {
  cmd = require('copydesk').cmd(),
  filetypes = { 'text', 'markdown', 'news' },
  -- In this order; without any of them the file stands alone, and the server still starts.
  root_markers = { 'copydesk.toml', 'annotation.conf', '.git' },
}
