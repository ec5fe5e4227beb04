-- What try.sh asks of the Neovim it has started.
local M = {}

local function client()
  return vim.lsp.get_clients({ bufnr = 0, name = 'copydesk' })[1]
end

local function actions(at)
  local range = { start = at.start, ['end'] = at['end'] or at.start }
  local reply = client():request_sync('textDocument/codeAction', {
    textDocument = vim.lsp.util.make_text_document_params(0),
    range = range,
    context = { diagnostics = { at.diagnostic }, only = { 'quickfix' }, triggerKind = 1 },
  }, 10000, 0)
  return reply and reply.result or {}
end

--- "yes" when the server has read the text as it is now, and has said what it thinks of it.
function M.settled()
  local c = client()
  if not (c and c.initialized) then
    return 'no'
  end
  actions({ start = { line = 0, character = 0 } })
  vim.wait(2000, function()
    return #vim.diagnostic.get(0) > 0
  end, 10)
  vim.cmd.redraw()
  return 'yes'
end

--- Puts the first finding in the middle of the window.
function M.first()
  local first = vim.diagnostic.get(0)[1]
  if first then
    vim.api.nvim_win_set_cursor(0, { first.lnum + 1, first.col })
    vim.cmd.normal({ 'zz', bang = true })
    vim.cmd.redraw()
  end
  return ''
end

function M.count()
  local n = #vim.diagnostic.get(0)
  return n == 1 and '1 finding' or n .. ' findings'
end

local function findings()
  return vim.tbl_map(function(d)
    return { d.code, d.lnum, d.col, d.message }
  end, vim.diagnostic.get(0))
end

--- Takes the first quick fix there is, and says which.
function M.fix()
  for _, d in ipairs(vim.diagnostic.get(0)) do
    -- What Neovim keeps of the finding as the server sent it.
    local raw = vim.tbl_get(d, 'user_data', 'lsp')
    if raw and raw.range then
      local found = actions({ start = raw.range.start, ['end'] = raw.range['end'], diagnostic = raw })
      if found[1] then
        local action = found[1]
        if not action.edit and client():supports_method('codeAction/resolve') then
          local reply = client():request_sync('codeAction/resolve', action, 10000, 0)
          action = reply and reply.result or action
        end
        if action.edit then
          vim.api.nvim_win_set_cursor(0, { d.lnum + 1, d.col })
          vim.cmd.normal({ 'zz', bang = true })
          local before = findings()
          vim.lsp.util.apply_workspace_edit(action.edit, client().offset_encoding)
          vim.wait(10000, function()
            return not vim.deep_equal(findings(), before)
          end, 10)
          return ('%s (%s)'):format(action.title, d.code)
        end
      end
    end
  end
  return 'none is offered for this file'
end

--- The text with the findings beside it: for a Neovim without a screen.
function M.screen()
  local by_line = {}
  for _, d in ipairs(vim.diagnostic.get(0)) do
    by_line[d.lnum + 1] = (by_line[d.lnum + 1] or '') .. '     ■ ' .. d.message
  end
  local out = {}
  for n, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, 30, false)) do
    out[n] = (by_line[n] and 'W ' or '  ') .. line .. (by_line[n] or '')
  end
  return table.concat(out, '\n')
end

function M.quit()
  vim.schedule(function()
    vim.cmd('qall!')
  end)
  return ''
end

return M
