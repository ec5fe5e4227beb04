vim.filetype.add({
  extension = { news = 'news', ann = 'brat', a1 = 'brat', a2 = 'brat' },
  filename = { ['annotation.conf'] = 'brat' },
})
