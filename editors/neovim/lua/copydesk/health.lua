-- :checkhealth copydesk
local M = {}

local health = vim.health

local function version_of(program)
  local ok, result = pcall(function()
    return vim.system({ program, '--version' }, { text = true }):wait(5000)
  end)
  if ok and result.code == 0 then
    return vim.trim(result.stdout or '')
  end
end

local function check_neovim()
  local version = tostring(vim.version())
  if vim.fn.has('nvim-0.11') == 1 then
    health.ok('Neovim ' .. version)
  else
    health.error('Neovim ' .. version .. ' is too old', 'Install Neovim 0.11 or newer')
  end
end

local function check_program()
  local cmd = require('copydesk').configured_cmd()
  if type(cmd) ~= 'table' then
    health.info('the server is started by a function of your own configuration')
    return
  end
  health.info('command: ' .. table.concat(cmd, ' '))
  local path = vim.fn.exepath(cmd[1])
  if path == '' then
    health.error(('%q is not an executable program'):format(cmd[1]), {
      'Install copydesk and put it on your PATH',
      "or name it in your init.lua: vim.g.copydesk_cmd = { '/path/to/copydesk', 'lsp' }",
    })
    return
  end
  local version = version_of(path)
  if version then
    health.ok(('server: %s (%s)'):format(path, version))
  else
    health.error(path .. ' does not answer --version', 'Is this program the Copydesk server?')
  end
end

local function check_clients()
  if not vim.lsp.is_enabled('copydesk') then
    health.warn('the server is not enabled', "Call vim.lsp.enable('copydesk')")
  end
  local clients = require('copydesk').clients()
  if #clients == 0 then
    health.info('no server is running; one starts when a corpus file is opened')
    return
  end
  for _, client in ipairs(clients) do
    local names = {}
    for bufnr in vim.spairs(client.attached_buffers) do
      local name = vim.api.nvim_buf_get_name(bufnr)
      local format = vim.b[bufnr].copydesk_format
      local shown = vim.fn.fnamemodify(name, ':~:.') .. (format and (', taken for: ' .. format) or '')
      names[#names + 1] = ('  buffer %d: %s'):format(bufnr, shown)
    end
    health.ok(
      table.concat({
        ('client %d is %s'):format(client.id, client.initialized and 'running' or 'starting'),
        '  root: ' .. (client.root_dir or 'none (single files)'),
        '  position encoding: ' .. client.offset_encoding,
        unpack(names),
      }, '\n')
    )
  end
end

function M.check()
  health.start('copydesk: Neovim')
  check_neovim()
  if vim.fn.has('nvim-0.11') == 0 then
    return
  end
  health.start('copydesk: server')
  check_program()
  health.start('copydesk: clients')
  check_clients()
  health.info('log: ' .. vim.lsp.get_log_path())
end

return M
