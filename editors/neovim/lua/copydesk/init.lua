-- What the commands of plugin/copydesk.lua do.
local M = {}

local NAME = 'copydesk'
local FIX_ALL = 'source.fixAll.copydesk'

--- The command that starts the server: `vim.g.copydesk_cmd` (a list, or the path of the program) or `copydesk lsp`.
---@return string[]
function M.cmd()
  local cmd = vim.g.copydesk_cmd
  if type(cmd) == 'string' and cmd ~= '' then
    return { vim.fn.expand(cmd), 'lsp' }
  end
  if type(cmd) == 'table' and #cmd > 0 then
    return cmd
  end
  return { 'copydesk', 'lsp' }
end

--- The command after `vim.lsp.config('copydesk', …)` had its say.
---@return string[]|function
function M.configured_cmd()
  local config = vim.lsp.config[NAME]
  return config and config.cmd or M.cmd()
end

--- Whether a buffer is for the server: a corpus file, or a file of the knowledge base.
--- Of files in JSON and XML, which are mostly something else, those in a corpus and those whose extension says it.
---@param bufnr integer
---@return boolean
function M.serves(bufnr)
  local filetype = vim.bo[bufnr].filetype
  if filetype ~= 'toml' and filetype ~= 'json' and filetype ~= 'xml' then
    return true
  end
  local path = vim.fs.normalize(vim.api.nvim_buf_get_name(bufnr))
  local name, folder = vim.fs.basename(path), vim.fs.basename(vim.fs.dirname(path))
  local extension = name:match('%.(%a+)$')
  if filetype ~= 'toml' then
    local corpus = vim.fs.root(bufnr, { 'copydesk.toml', 'annotation.conf' }) ~= nil
    return corpus or vim.list_contains({ 'tei', 'naf', 'kaf', 'jsonl' }, extension)
  end
  return extension == 'toml' and (name:match('^entities%.') ~= nil or folder == 'entities')
end

--- Says once that the program is missing: Neovim itself only writes it to its log.
function M.warn_if_missing()
  local cmd = M.configured_cmd()
  if type(cmd) == 'table' and vim.fn.executable(cmd[1]) == 0 then
    vim.notify_once(
      ('copydesk: cannot run %q; see :checkhealth copydesk'):format(cmd[1]),
      vim.log.levels.WARN
    )
  end
end

---@param bufnr? integer
---@return vim.lsp.Client[]
function M.clients(bufnr)
  return vim.lsp.get_clients({ name = NAME, bufnr = bufnr })
end

local function notify(message, level)
  vim.notify('copydesk: ' .. message, level or vim.log.levels.INFO)
end

--- Stops every server, if any still runs, and starts anew for all open buffers it serves.
--- The new server starts when the old one has gone, so that two never run at once.
function M.restart()
  local ids = {}
  for _, client in ipairs(M.clients()) do
    ids[#ids + 1] = client.id
    client:stop()
  end

  local function gone()
    return vim.iter(ids):all(function(id)
      return vim.lsp.get_client_by_id(id) == nil
    end)
  end

  local deadline = vim.uv.now() + 5000
  local function poll()
    if gone() then
      return vim.lsp.enable(NAME)
    end
    if vim.uv.now() > deadline then
      for _, client in ipairs(M.clients()) do
        client:stop(true)
      end
      deadline = math.huge
    end
    vim.defer_fn(poll, 20)
  end
  poll()
end

--- Goes to another mention of whoever is meant at the cursor.
---@param command string
function M.step(command)
  local client = M.clients(vim.api.nvim_get_current_buf())[1]
  if not client then
    return notify('no server is attached to this buffer; see :checkhealth copydesk', vim.log.levels.WARN)
  end
  local place = vim.lsp.util.make_position_params(0, client.offset_encoding)
  local params = { command = command, arguments = { place } }
  client:request('workspace/executeCommand', params, function(err, location)
    if err then
      notify(err.message, vim.log.levels.WARN)
    elseif location and location ~= vim.NIL then
      vim.lsp.util.show_document(location, client.offset_encoding, { focus = true })
    else
      notify('nobody is mentioned here')
    end
  end)
end

--- Asks the server for what a buffer is taken for, or to take it for something else; keeps it in `b:copydesk_format`.
---@param bufnr integer
---@param choice? string|vim.NIL the name of a format; `vim.NIL` where it is to be found
---@param done? fun(taken: { format: string|vim.NIL, label: string, chosen: boolean, formats: table[] })
local function ask_format(bufnr, choice, done)
  local client = M.clients(bufnr)[1]
  if not client then
    return notify('no server is attached to this buffer; see :checkhealth copydesk', vim.log.levels.WARN)
  end
  local params = {
    command = choice == nil and 'copydesk.format' or 'copydesk.setFormat',
    arguments = { { uri = vim.uri_from_bufnr(bufnr), format = choice } },
  }
  client:request('workspace/executeCommand', params, function(err, taken)
    if err then
      return notify(err.message, vim.log.levels.WARN)
    end
    if not taken or taken == vim.NIL or not vim.api.nvim_buf_is_valid(bufnr) then
      return
    end
    vim.b[bufnr].copydesk_format = taken.label
    vim.cmd.redrawstatus()
    if done then
      done(taken)
    end
  end, bufnr)
end

--- Finds out what a buffer is taken for: `b:copydesk_format`.
---@param bufnr integer
function M.refresh_format(bufnr)
  ask_format(bufnr)
end

--- Takes the current buffer for another format: the one with this name, the one that is found where it is `auto`, or
--- the one that is picked from a list.
---@param name? string
function M.set_format(name)
  local bufnr = vim.api.nvim_get_current_buf()
  local function set(choice)
    ask_format(bufnr, choice, function(taken)
      notify('this file is taken for: ' .. taken.label)
    end)
  end
  if name == 'auto' then
    return set(vim.NIL)
  elseif name and name ~= '' then
    return set(name)
  end
  ask_format(bufnr, nil, function(taken)
    local items = { { name = vim.NIL, label = 'find out' } }
    vim.list_extend(items, taken.formats)
    vim.ui.select(items, {
      prompt = ('Taken for: %s. Take it for'):format(taken.label),
      format_item = function(item)
        return item.label
      end,
    }, function(item)
      if item then
        set(item.name)
      end
    end)
  end)
end

--- The names that `:CopydeskFormat` takes; they are the server's to know.
---@param start string
---@return string[]
function M.complete_format(start)
  local bufnr = vim.api.nvim_get_current_buf()
  local client = M.clients(bufnr)[1]
  local params = { command = 'copydesk.format', arguments = { { uri = vim.uri_from_bufnr(bufnr) } } }
  local reply = client and client:request_sync('workspace/executeCommand', params, 1000, bufnr)
  local names = { 'auto' }
  for _, format in ipairs(reply and type(reply.result) == 'table' and reply.result.formats or {}) do
    names[#names + 1] = format.name
  end
  return vim.tbl_filter(function(name)
    return vim.startswith(name, start)
  end, names)
end

--- Lists places which the server sends along with its lens in the quickfix list.
---@param what string what they are: 'Copies' or 'Mentions'
---@param command lsp.Command
---@param ctx { client_id: integer }
function M.show_places(what, command, ctx)
  local client = vim.lsp.get_client_by_id(ctx.client_id)
  local encoding = client and client.offset_encoding or 'utf-16'
  local items = vim.lsp.util.locations_to_items(command.arguments[3], encoding)
  vim.fn.setqflist({}, ' ', { title = what .. ': ' .. command.title, items = items })
  vim.cmd.copen()
end

--- Opens Neovim's language client log, where the server's own messages go too.
function M.show_log()
  local path = vim.lsp.log and vim.lsp.log.get_filename and vim.lsp.log.get_filename()
    or vim.lsp.get_log_path()
  vim.cmd.tabedit(vim.fn.fnameescape(path))
  vim.bo.autoread = true
  vim.cmd.normal({ 'G', bang = true })
end

--- Applies every safe fix to one buffer; waits, so that `:CopydeskFixAll | write` works.
---@param bufnr? integer
---@return integer edits how many code actions were applied
function M.fix_all(bufnr)
  bufnr = bufnr or vim.api.nvim_get_current_buf()
  local client = M.clients(bufnr)[1]
  if not client then
    notify('no server is attached to this buffer; see :checkhealth copydesk', vim.log.levels.WARN)
    return 0
  end

  local last = vim.api.nvim_buf_line_count(bufnr)
  local width = #vim.api.nvim_buf_get_lines(bufnr, last - 1, last, false)[1]
  local params = vim.lsp.util.make_given_range_params(
    { 1, 0 },
    { last, width },
    bufnr,
    client.offset_encoding
  )
  params.context = { diagnostics = {}, only = { FIX_ALL }, triggerKind = 1 }
  local reply, err = client:request_sync('textDocument/codeAction', params, 10000, bufnr)
  if not reply or reply.err then
    notify('fix all: ' .. (err or reply.err.message), vim.log.levels.ERROR)
    return 0
  end

  local applied = 0
  for _, action in ipairs(reply.result or {}) do
    if not action.edit and not action.command and client:supports_method('codeAction/resolve') then
      local resolved = client:request_sync('codeAction/resolve', action, 10000, bufnr)
      action = resolved and resolved.result or action
    end
    if action.edit then
      vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
    end
    if type(action.command) == 'table' then
      client:exec_cmd(action.command, { bufnr = bufnr })
    end
    applied = applied + 1
  end
  if applied == 0 then
    notify('nothing to fix')
  end
  return applied
end

return M
