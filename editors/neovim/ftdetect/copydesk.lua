vim.filetype.add({ extension = { news = 'news' } })
