-- Enables the server and defines the commands; the work is in lua/copydesk/init.lua.
if vim.g.loaded_copydesk then
  return
end
vim.g.loaded_copydesk = true

if vim.fn.has('nvim-0.11') == 0 then
  vim.notify_once('copydesk needs Neovim 0.11 or newer', vim.log.levels.WARN)
  return
end

vim.api.nvim_create_user_command('CopydeskRestart', function()
  require('copydesk').restart()
end, { desc = 'Stop the Copydesk server and start it again' })

vim.api.nvim_create_user_command('CopydeskLog', function()
  require('copydesk').show_log()
end, { desc = "Open the log of Neovim's language client" })

vim.api.nvim_create_user_command('CopydeskFixAll', function()
  require('copydesk').fix_all()
end, { desc = 'Apply every safe fix of Copydesk to this file' })

vim.api.nvim_create_user_command('CopydeskNextMention', function()
  require('copydesk').step('copydesk.nextMention')
end, { desc = 'Go to the next mention of whoever is meant here, by date' })

vim.api.nvim_create_user_command('CopydeskPreviousMention', function()
  require('copydesk').step('copydesk.previousMention')
end, { desc = 'Go to the previous mention of whoever is meant here, by date' })

vim.api.nvim_create_user_command('CopydeskFormat', function(args)
  require('copydesk').set_format(args.args)
end, {
  desc = 'Choose what this file is taken for',
  nargs = '?',
  complete = function(start)
    return require('copydesk').complete_format(start)
  end,
})

for _, name in ipairs({ 'Copies', 'Mentions' }) do
  vim.lsp.commands['copydesk.show' .. name] = function(command, ctx)
    require('copydesk').show_places(name, command, ctx)
  end
end

local group = vim.api.nvim_create_augroup('copydesk', {})

-- The settings, which may say it too, can have changed by the next time the file is saved.
vim.api.nvim_create_autocmd({ 'LspAttach', 'BufWritePost' }, {
  group = group,
  callback = function(args)
    if #require('copydesk').clients(args.buf) > 0 then
      require('copydesk').refresh_format(args.buf)
    end
  end,
})

if vim.g.copydesk_enabled ~= false then
  vim.lsp.enable('copydesk')
  vim.api.nvim_create_autocmd('FileType', {
    group = group,
    pattern = { 'text', 'markdown', 'news', 'conll', 'conllu', 'vertical', 'brat' },
    once = true,
    callback = function()
      require('copydesk').warn_if_missing()
    end,
  })
end
