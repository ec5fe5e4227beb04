-- The Neovim configuration of tmux.sh and try.sh: findings shown in every way Neovim has.
vim.g.copydesk_cmd = { vim.env.COPYDESK, 'lsp' }
vim.o.signcolumn = 'yes'
vim.o.swapfile = false
vim.o.wrap = true
vim.o.linebreak = true
vim.o.breakindent = true
vim.o.laststatus = 2
vim.o.winbar = ' ]d [d next, previous  │  Ctrl-W d message  │  gra fix  │  :CopydeskFixAll  │  u undo  │  :q! quit '
vim.diagnostic.config({
  virtual_text = true,
  signs = true,
  underline = true,
  float = { border = 'single', source = true },
})
if vim.env.COPYDESK_TRY then
  package.preload.copydesk_try = function()
    return dofile(vim.env.COPYDESK_TRY)
  end
end
