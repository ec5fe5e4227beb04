-- Runs inside Neovim (see neovim.sh): each step is what a person does, then what they must see.

local BROKEN = 'He said: "We will open the gates tonight”, and left.'
local buf = vim.api.nvim_get_current_buf()

local function wait(what, condition)
  assert(vim.wait(15000, condition, 10), 'never happened: ' .. what)
end

local function client()
  return vim.lsp.get_clients({ bufnr = buf, name = 'copydesk' })[1]
end

local function line(n)
  return vim.api.nvim_buf_get_lines(buf, n - 1, n, false)[1]
end

local function findings(code)
  return vim.tbl_filter(function(d)
    return d.source == 'copydesk' and (code == nil or d.code == code)
  end, vim.diagnostic.get(buf))
end

local function type_keys(keys)
  vim.api.nvim_feedkeys(vim.keycode(keys), 'tx', false)
end

--- Waits until the server has read the text as it is now: what it said before may still be on its way.
local function settled()
  client():request_sync('textDocument/codeAction', {
    textDocument = vim.lsp.util.make_text_document_params(buf),
    range = { start = { line = 0, character = 0 }, ['end'] = { line = 0, character = 0 } },
    context = { diagnostics = {} },
  }, 10000, buf)
end

--- Exactly `count` findings of `code`, and none of them twice (pushed and pulled, say).
local function expect(code, count)
  wait(('%d × %s'):format(count, code), function()
    return #findings(code) == count
  end)
  settled()
  local seen = {}
  for _, d in ipairs(findings()) do
    local key = table.concat({ d.code, d.lnum, d.col, d.end_lnum, d.end_col }, ':')
    assert(not seen[key], 'the same finding twice: ' .. vim.inspect(d))
    seen[key] = true
  end
  assert(#findings(code) == count, vim.inspect(findings()))
end

local function float_text()
  local before = vim.api.nvim_list_wins()
  local _, win = vim.diagnostic.open_float({ scope = 'cursor' })
  assert(win and not vim.list_contains(before, win), 'no float')
  local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(win), 0, -1, false)
  vim.api.nvim_win_close(win, true)
  return table.concat(lines, ' ')
end

--- The quick fix (or another kind of action) at the cursor, taken through Neovim's own menu.
local function take_fix(pattern, kind, buffer)
  buffer = buffer or buf
  local offered = {}
  local taken
  vim.ui.select = function(items, opts, choose)
    for i, item in ipairs(items) do
      offered[i] = opts.format_item(item)
    end
    for i, title in ipairs(offered) do
      if title:find(pattern) then
        taken = title
        return choose(items[i], i)
      end
    end
    choose(nil, nil)
  end
  local tick = vim.api.nvim_buf_get_changedtick(buffer)
  -- The answer takes a moment; the menu opens when it is there.
  vim.lsp.buf.code_action({ context = { only = { kind or 'quickfix' } } })
  wait('a fix like ' .. pattern .. ' among ' .. vim.inspect(offered), function()
    return taken ~= nil and vim.api.nvim_buf_get_changedtick(buffer) > tick
  end)
  return taken
end

local steps = {
  {
    'the server attaches to the file',
    function()
      assert(vim.bo.filetype == 'text', vim.bo.filetype)
      wait('attached', function()
        return client() ~= nil and client().initialized
      end)
      assert(#vim.lsp.get_clients({ bufnr = buf }) == 1, 'more than one client')
      assert(client().root_dir == vim.fn.getcwd(), tostring(client().root_dir))
    end,
  },
  {
    'the broken quotation is reported once',
    function()
      expect('DEL001', 1)
      local d = findings('DEL001')[1]
      assert(d.lnum == 0, vim.inspect(d))
      assert(line(1):sub(d.col + 1, d.end_col) == '”', 'on ' .. line(1):sub(d.col + 1, d.end_col))
      assert(d.severity == vim.diagnostic.severity.WARN, vim.inspect(d))
      assert(#findings() == 1, vim.inspect(findings()))
    end,
  },
  {
    'the next finding is one key away',
    function()
      type_keys('gg0')
      vim.diagnostic.jump({ count = 1, float = false })
      local at = vim.api.nvim_win_get_cursor(0)
      assert(at[1] == 1 and at[2] == findings('DEL001')[1].col, vim.inspect(at))
    end,
  },
  {
    'the float shows the message and the code',
    function()
      local text = float_text()
      assert(text:lower():find('quot'), text)
      assert(text:find('DEL001', 1, true), text)
    end,
  },
  {
    'the quick fix makes both marks agree',
    function()
      take_fix('^Replace')
      assert(line(1) ~= BROKEN, line(1))
      local same = BROKEN:gsub('”', '"')
      local curly = BROKEN:gsub('"', '“')
      assert(line(1) == same or line(1) == curly, line(1))
      expect('DEL001', 0)
    end,
  },
  {
    'a new error is reported while it is typed',
    function()
      type_keys('GoShe said (quietly that it was late.<Esc>')
      assert(line(3) == 'She said (quietly that it was late.', line(3))
      expect('DEL006', 1)
      local d = findings('DEL006')[1]
      assert(d.lnum == 2 and line(3):sub(d.col + 1, d.end_col) == '(', vim.inspect(d))
    end,
  },
  {
    'undo takes it away again',
    function()
      type_keys('u')
      assert(vim.api.nvim_buf_line_count(buf) == 2)
      expect('DEL006', 0)
      assert(#findings() == 0, vim.inspect(findings()))
    end,
  },
  {
    ':CopydeskFixAll fixes the file in one go',
    function()
      -- Not the first line again: that would be a repeated block, which is mended too.
      local other = BROKEN:gsub('We will open the gates tonight', 'Nobody has seen it')
      vim.api.nvim_buf_set_lines(buf, -1, -1, false, { other })
      expect('DEL001', 1)
      vim.cmd.CopydeskFixAll()
      expect('DEL001', 0)
      assert(line(3) ~= other, line(3))
      type_keys('Gdd')
    end,
  },
  {
    'the saved file is what was on the screen',
    function()
      vim.cmd.write()
      local on_disk = vim.fn.readfile(vim.api.nvim_buf_get_name(buf))
      assert(vim.deep_equal(on_disk, vim.api.nvim_buf_get_lines(buf, 0, -1, false)), vim.inspect(on_disk))
      assert(#on_disk == 2 and on_disk[2] == 'Nobody answered.', vim.inspect(on_disk))
    end,
  },
  {
    ':CopydeskRestart leaves one server, which knows the text',
    function()
      local old = client()
      vim.api.nvim_buf_set_lines(buf, -1, -1, false, { BROKEN })
      expect('DEL001', 1)
      vim.cmd.CopydeskRestart()
      wait('a new client', function()
        return client() ~= nil and client().id ~= old.id and client().initialized
      end)
      expect('DEL001', 1)
      assert(old:is_stopped() and #vim.lsp.get_clients({ name = 'copydesk' }) == 1)
      type_keys('Gdd')
      expect('DEL001', 0)
    end,
  },
  {
    'a .news file gets its filetype and the same server',
    function()
      vim.cmd.edit('b.news')
      local news = vim.api.nvim_get_current_buf()
      assert(vim.bo.filetype == 'news', vim.bo.filetype)
      assert(vim.wo.linebreak and vim.b.current_syntax == 'news')
      wait('attached to b.news', function()
        local c = vim.lsp.get_clients({ bufnr = news, name = 'copydesk' })[1]
        return c ~= nil and c.id == client().id
      end)
      vim.api.nvim_buf_set_lines(news, 0, -1, false, { BROKEN })
      wait('its finding', function()
        return #vim.tbl_filter(function(d)
          return d.code == 'DEL001'
        end, vim.diagnostic.get(news)) == 1
      end)
      vim.cmd.bdelete({ bang = true })
      assert(vim.api.nvim_get_current_buf() == buf)
    end,
  },
  {
    'columns are served, and :CopydeskFormat changes what they are taken for',
    function()
      vim.fn.writefile({ 'Vera\tB-PER', 'left\tO', 'Oslo\tI-LOC' }, 'c.conll')
      vim.cmd.edit('c.conll')
      local columns = vim.api.nvim_get_current_buf()
      assert(vim.bo.filetype == 'conll', vim.bo.filetype)
      local function taken_for(label)
        wait('it is taken for ' .. label, function()
          return vim.b[columns].copydesk_format == label
        end)
      end
      taken_for('IOB columns')
      assert(vim.list_contains(vim.fn.getcompletion('CopydeskFormat con', 'cmdline'), 'conllu'))
      vim.cmd.CopydeskFormat('plain')
      taken_for('plain article')
      vim.cmd.CopydeskFormat('auto')
      taken_for('IOB columns')
      vim.cmd.bdelete({ bang = true })
      vim.cmd.buffer(buf)
    end,
  },
  {
    'a copy in another file is told, hovered over and listed',
    function()
      local wire = 'The gates of the barrier were shut at dawn on Friday for the first time in their long history.'
      local function article(name, ...)
        vim.fn.writefile(vim.split(table.concat({ ... }, '\n\n'), '\n'), name)
        vim.cmd.edit(name)
        return vim.api.nvim_get_current_buf()
      end
      local other = article('wire-2.txt', 'Rain', 'Umbrellas were sold out along the quay.', wire, 'Farmers rejoiced.')
      local copy = article('wire-1.txt', 'Gates', 'Nobody had seen such a thing before.', wire, 'Engineers slept well.')
      local function found()
        return vim.tbl_filter(function(d)
          return d.code == 'BOI003'
        end, vim.diagnostic.get(copy))[1]
      end
      wait('the copy is told', function()
        return found() ~= nil
      end)
      local c = vim.lsp.get_clients({ bufnr = copy, name = 'copydesk' })[1]
      local document = vim.lsp.util.make_text_document_params(copy)
      local place = { textDocument = document, position = { line = found().lnum, character = 3 } }
      local hover = c:request_sync('textDocument/hover', place, 10000, copy).result
      assert(hover.contents.value:find('wire', 1, true), vim.inspect(hover))
      local lens = c:request_sync('textDocument/codeLens', { textDocument = document }, 10000, copy).result[1]
      lens = c:request_sync('codeLens/resolve', lens, 10000, copy).result
      assert(lens.command.title == 'in 1 more article', vim.inspect(lens))
      c:exec_cmd(lens.command, { bufnr = copy })
      local items = vim.fn.getqflist()
      assert(#items == 1 and items[1].bufnr == other and items[1].lnum == 5, vim.inspect(items))
      vim.cmd.cclose()
      vim.cmd.bdelete({ other, bang = true })
      vim.cmd.bdelete({ copy, bang = true })
      vim.cmd.buffer(buf)
    end,
  },
  {
    ':checkhealth copydesk has no complaint',
    function()
      vim.cmd.checkhealth('copydesk')
      local report = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
      vim.cmd.bdelete({ bang = true })
      for _, part in ipairs({ vim.env.COPYDESK, 'position encoding: utf-', 'Neovim 0.11', 'a.txt', 'is running' }) do
        assert(report:find(part, 1, true), part .. ' is not in:\n' .. report)
      end
      assert(not report:find('ERROR') and not report:find('WARNING'), report)
    end,
  },
  {
    ':help copydesk is there',
    function()
      vim.cmd.helptags(vim.fs.dirname(vim.api.nvim_get_runtime_file('doc/copydesk.txt', false)[1]))
      vim.cmd.help('g:copydesk_cmd')
      assert(vim.api.nvim_buf_get_name(0):find('copydesk.txt', 1, true))
      vim.cmd.helpclose()
    end,
  },
  {
    'annotations follow their text: edit, save, and the .ann on disk is right; one undo takes it back',
    function()
      local text = 'Vera Lind opened the Barrier.'
      local ann = { 'T1\tPerson 0 9\tVera Lind', 'T2\tPlace 21 28\tBarrier' }
      vim.fn.writefile({ text }, 'pair.txt')
      vim.fn.writefile(ann, 'pair.ann')
      vim.cmd.edit('pair.ann')
      local sidecar = vim.api.nvim_get_current_buf()
      assert(vim.bo.filetype == 'brat', vim.bo.filetype)
      vim.cmd.edit('pair.txt')
      local own = vim.api.nvim_get_current_buf()
      wait('the server serves both', function()
        return #vim.lsp.get_clients({ bufnr = own, name = 'copydesk' }) == 1
          and #vim.lsp.get_clients({ bufnr = sidecar, name = 'copydesk' }) == 1
      end)
      vim.api.nvim_buf_set_text(own, 0, 10, 0, 10, { 'has ' })
      vim.cmd.write()
      local function says(line)
        return function()
          return vim.api.nvim_buf_get_lines(sidecar, 1, 2, false)[1] == line
        end
      end
      wait('the annotation has moved', says('T2\tPlace 25 32\tBarrier'))
      vim.cmd.wall()
      assert(vim.fn.readfile('pair.ann')[2] == 'T2\tPlace 25 32\tBarrier')
      assert(vim.fn.readfile('pair.txt')[1] == 'Vera Lind has opened the Barrier.')
      vim.api.nvim_buf_call(sidecar, function()
        vim.cmd.undo()
      end)
      wait('one undo takes it back', says(ann[2]))
      vim.cmd.edit({ 'a.txt', bang = true })
    end,
  },
  {
    'the offsets in a record are right in the file that is saved',
    function()
      local record = '{"id": 1, "text": "Vera Lind spoke.", "label": [[0, 9, "PER"]]}'
      vim.fn.writefile({ record }, 'records.jsonl')
      vim.cmd.edit('records.jsonl')
      local own = vim.api.nvim_get_current_buf()
      wait('the server serves it', function()
        return #vim.lsp.get_clients({ bufnr = own, name = 'copydesk' }) == 1
      end)
      vim.api.nvim_buf_set_text(own, 0, 19, 0, 19, { 'Mrs ' })
      vim.cmd.write()
      local saved = vim.fn.readfile('records.jsonl')[1]
      assert(saved == '{"id": 1, "text": "Mrs Vera Lind spoke.", "label": [[4, 13, "PER"]]}', saved)
      vim.cmd.edit({ 'a.txt', bang = true })
    end,
  },
  {
    'names: hover, definition in another article, references, rename over three files and back, completion, lens, action',
    function()
      local texts = {
        'Foreign Minister [Vera Lindqvist]{.PER #lindqvist} shut the gates.',
        '[Lindqvist]{.PER #lindqvist} smiled in Oslo.',
        'Nobody saw [Lindqvist]{.PER #lindqvist}, and Vera Lindqvist slept.',
      }
      local names = {}
      for i, text in ipairs(texts) do
        local file = ('names-%d.txt'):format(i)
        vim.fn.writefile({ ('date: 2031-03-1%d'):format(i), '', text }, file)
        vim.cmd.edit(file)
        names[i] = vim.api.nvim_get_current_buf()
      end
      local function says(i, text)
        return function()
          return vim.api.nvim_buf_get_lines(names[i], 2, 3, false)[1] == text
        end
      end
      local third = names[3]
      wait('all are served', function()
        return vim.iter(names):all(function(it)
          return #vim.lsp.get_clients({ bufnr = it, name = 'copydesk' }) == 1
        end)
      end)
      local c = vim.lsp.get_clients({ bufnr = third, name = 'copydesk' })[1]
      local function at(pattern)
        vim.cmd.buffer(third)
        vim.api.nvim_win_set_cursor(0, { 3, (texts[3]:find(pattern)) })
      end
      local function ask(method, more)
        local params = vim.lsp.util.make_position_params(0, c.offset_encoding)
        return c:request_sync(method, vim.tbl_extend('force', params, more or {}), 10000, third).result
      end

      at('indqvist%]')
      local hover = ask('textDocument/hover').contents.value
      assert(hover:find('Vera Lindqvist') and hover:find('3 articles'), hover)

      vim.lsp.buf.definition()
      wait('the definition is the fullest mention of the first article', function()
        return vim.api.nvim_get_current_buf() == names[1] and vim.api.nvim_win_get_cursor(0)[1] == 3
      end)

      at('indqvist%]')
      vim.lsp.buf.references()
      wait('references in three articles', function()
        local files = {}
        for _, item in ipairs(vim.fn.getqflist()) do
          files[item.bufnr] = true
        end
        return #vim.fn.getqflist() == 4 and files[names[1]] and files[names[2]] and files[names[3]]
      end)
      vim.cmd.cclose()

      at('lindqvist%}')
      vim.lsp.buf.rename('vl-1')
      for i, text in ipairs(texts) do
        wait('renamed in article ' .. i, says(i, (text:gsub('#lindqvist', '#vl-1'))))
      end
      for i, text in ipairs(texts) do
        vim.api.nvim_buf_call(names[i], vim.cmd.undo)
        wait('one undo takes it back in article ' .. i, says(i, text))
      end

      at('indqvist%}')
      local completed = ask('textDocument/completion')
      local labels = vim.iter(completed.items or completed):map(function(it)
        return it.label
      end)
      assert(labels:any(function(it)
        return it == 'lindqvist'
      end), vim.inspect(completed))

      local document = { textDocument = vim.lsp.util.make_text_document_params(third) }
      local lenses = c:request_sync('textDocument/codeLens', document, 10000, third).result
      local titles = vim.iter(lenses):map(function(it)
        return (it.command or c:request_sync('codeLens/resolve', it, 10000, third).result.command).title
      end)
      titles = titles:join(', ')
      assert(titles:find('4 mentions in 3 articles', 1, true), titles)

      at('Vera Lindqvist')
      take_fix('^Annotate .* here as PER$', 'refactor.rewrite', third)
      wait('it is annotated', says(3, (texts[3]:gsub('Vera Lindqvist', '[Vera Lindqvist]{.PER #lindqvist}'))))
      for _, it in ipairs(names) do
        vim.cmd.bdelete({ it, bang = true })
      end
      vim.cmd.buffer(buf)
    end,
  },
  {
    'killing the server leaves the editor in peace, and restarting heals it',
    function()
      local old = client()
      vim.uv.kill(vim.api.nvim_get_proc_children(vim.fn.getpid())[1], 'sigkill')
      wait('the client has noticed', function()
        return old:is_stopped() and client() == nil
      end)
      vim.cmd.CopydeskRestart()
      wait('a new client', function()
        return client() ~= nil and client().initialized
      end)
    end,
  },
  {
    'the stopped server leaves no process',
    function()
      local function children()
        return #vim.api.nvim_get_proc_children(vim.fn.getpid())
      end
      assert(children() == 1, 'processes before: ' .. children())
      vim.lsp.enable('copydesk', false)
      wait('client stopped', function()
        return #vim.lsp.get_clients({ name = 'copydesk' }) == 0
      end)
      wait('no process left', function()
        return children() == 0
      end)
    end,
  },
  {
    ':checkhealth copydesk says when the program is missing',
    function()
      vim.lsp.config('copydesk', { cmd = { '/nowhere/copydesk', 'lsp' } })
      vim.cmd.checkhealth('copydesk')
      local report = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
      vim.cmd.bdelete({ bang = true })
      assert(report:find('ERROR') and report:find('/nowhere/copydesk', 1, true), report)
      assert(report:find('vim.g.copydesk_cmd', 1, true), report)
    end,
  },
}

for _, step in ipairs(steps) do
  local name, run = step[1], step[2]
  local ok, err = xpcall(run, debug.traceback)
  if not ok then
    io.stderr:write(('\nFAILED %s\n%s\n'):format(name, err))
    vim.cmd('cquit 1')
  end
  io.stdout:write('ok ' .. name .. '\n')
end
vim.cmd('qall!')
