-- Articles are prose: wrap at words, and let % jump between the marks of a quotation.
if vim.b.did_ftplugin then
  return
end
vim.b.did_ftplugin = 1

vim.opt_local.wrap = true
vim.opt_local.linebreak = true
vim.opt_local.matchpairs:append({ '“:”', '‘:’', '«:»', '„:“', '「:」', '『:』' })
vim.bo.commentstring = ''
vim.b.undo_ftplugin = 'setlocal wrap< linebreak< matchpairs< commentstring<'
