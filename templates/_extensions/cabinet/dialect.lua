-- The dialect: what is dropped, shown only in some formats, or refused, before anything is laid out.
local words, survey = ...
local dialect = {}

local FORMATS = { docx = { docx = true }, html = { html = true }, typst = { typst = true, pdf = true } }
local SCHEMES = { http = true, https = true, mailto = true, tel = true }

local function has(node, class)
  return node.classes:includes(class)
end

local is_thinned = false -- whether something was taken out, so that a paragraph may be empty

local function dropped(node)
  if not has(node, "exempt") then return nil end
  is_thinned = true
  return {}
end

local function emptied(block)
  if #block.content == 0 then return {} end
end

-- A node with .exempt leaves no trace; a heading cannot, since its section would stay.
local no_exempt = {
  Div = dropped, Span = dropped, Link = dropped, Image = dropped, Figure = dropped, Table = dropped,
  Code = dropped, CodeBlock = dropped,
  Header = function(heading)
    if has(heading, "exempt") then
      words.problem("a heading cannot be .exempt: put the whole section in ::: {.exempt}")
    end
  end,
}

local function applies(node)
  local known = FORMATS[words.format]
  for name, condition in pairs(node.attributes) do
    if name == "when-format" then
      if not known[condition] then return false end
    elseif name == "unless-format" then
      if known[condition] then return false end
    else
      words.problem("content-visible and content-hidden know when-format and unless-format, not '" .. name .. "'")
    end
  end
  return true
end

local function conditional(node)
  local visible, hidden = has(node, "content-visible"), has(node, "content-hidden")
  if not visible and not hidden then return nil end
  is_thinned = true
  if applies(node) == visible then return node.content end
  return {}
end

local function refuse_raw(node)
  words.problem("raw " .. node.format .. " is not in the dialect: '" .. node.text:sub(1, 60)
    .. "'; write it in Markdown, or put \\ before its first character to print it")
end

local function check_link(link)
  local scheme = link.target:match("^(%a[%w+.-]*):")
  if scheme and not SCHEMES[scheme:lower()] then
    words.problem("the link to '" .. link.target .. "' is neither http, https, mailto nor tel")
  end
  if link.target:find("{{<", 1, true) then words.problem("'{{<' in a link: Quarto would expand it") end
end

local refused = {
  RawBlock = refuse_raw,
  RawInline = refuse_raw,
  Math = function(math)
    words.problem("maths is not in the dialect: '$" .. math.text:sub(1, 60) .. "$'; write \\$ for a dollar sign")
  end,
  HorizontalRule = function() words.problem("a horizontal rule is not in the dialect: use a heading") end,
  Header = function(heading)
    if heading.level == 1 then
      words.problem("'# " .. words.plain(heading.content) .. "': headings start from ##, the title is the only h1")
    end
  end,
  Link = check_link,
}

-- A page is turned for what stands by itself, not within a list, a quotation or another block.
local function check_landscape(blocks)
  local function refuse(div)
    if has(div, "landscape") then
      words.problem("::: {.landscape} stands within a list, a quotation, a note or another block: pages can be turned "
        .. "only for what stands by itself")
    end
  end
  for _, block in ipairs(blocks) do
    local turned = block.t == "Div" and has(block, "landscape")
    if turned and #block.classes > 1 then
      words.problem("::: {." .. table.concat(block.classes, " .") .. "} is two things at once: put one ::: around the other")
    end
    local inside = turned and block.content or pandoc.Blocks { block }
    inside:walk { Div = refuse }
  end
end

--- The report's blocks without exempt matter and without what other formats show.
function dialect.kept(blocks)
  if survey.has_class("exempt") then blocks = blocks:walk(no_exempt) end
  if survey.has_class("content-visible", "content-hidden") then
    blocks = blocks:walk { Div = conditional, Span = conditional }
  end
  if is_thinned then blocks = blocks:walk { Para = emptied, Plain = emptied, Figure = emptied } end
  survey.walked(blocks, refused)
  if survey.has_class("landscape") then check_landscape(blocks) end
  return blocks
end

-- Only these attributes mean something further on; others could be read as Typst or Word properties.
local function known_span(span)
  if has(span, "fact") then return nil end
  local language = span.attributes["lang"]
  if language and language:match("^%a%a$") or language and language:match("^%a%a%-%a%a$") then
    return pandoc.Span(span.content, { lang = language })
  end
  return span.content
end

local RESERVED = { "table-", "figure-", "source-", "fact-", "drawing-", "svp_", "svh_", "svf_" } -- beginnings of ids that the filter gives

-- A heading's id, told apart from ours where its words (`### Table 1`) would make the same.
local function own_name(identifier)
  for _, start in ipairs(RESERVED) do
    if identifier:sub(1, #start) == start then return "section-" .. identifier end
  end
  return identifier
end

-- The section of the profile that a heading opens, which the anchors in Word are named by.
local function known_section(heading)
  local id = heading.attributes["section"]
  return words.format == "docx" and id and id:match("^[%w_]+$") and { section = id } or {}
end

--- Blocks without the spans, sections and attributes that have no meaning in any format.
function dialect.plain_attributes(blocks)
  return survey.walked(blocks, {
    Span = known_span,
    Div = function(div)
      if has(div, "notice") or has(div, "source-entry") then return nil end
      if has(div, "landscape") then return pandoc.Div(div.content, pandoc.Attr("", { "landscape" })) end
      return div.content
    end,
    Header = function(heading)
      heading.attr = pandoc.Attr(own_name(heading.identifier), {}, known_section(heading))
      return heading
    end,
    Link = function(link)
      link.attr = pandoc.Attr()
      link.title = ""
      return link
    end,
    Code = function(code) return pandoc.Code(code.text) end,
    CodeBlock = function(code) return pandoc.CodeBlock(code.text) end,
  })
end

return dialect
