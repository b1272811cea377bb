-- Sources of figures: the annex's entries, and in the web page the links between them and the numbers.
--
-- An entry is a Div `.source` that names its fact, table or figure; its first paragraph is the lead, in which
-- `.label` marks what the number is called. Only an entry that is there is linked to.
local words, typst, survey = ...
local sources = {}

local ENTRY = "source-entry" -- the class of what was found to be one
local KINDS = { "fact", "table", "figure" }
local entries = { fact = {}, table = {}, figure = {} } -- name -> entry
local opened = {} -- facts whose first place in the text has its id

-- A fact's id has dots, which ids of a page and selectors had better not; it has no hyphen, so none are confused.
local function page_id(prefix, name)
  return prefix .. "-" .. name:gsub("%.", "-")
end

local function named(div)
  if not div.classes:includes("source") then return nil end
  for _, kind in ipairs(KINDS) do
    local name = div.attributes[kind]
    if name and name:match("^[%w_.%-]+$") then return kind, name end
  end
end

local function label_of(lead)
  local label
  if lead then
    lead:walk { Span = function(span)
      if span.classes:includes("label") then label = label or words.plain(span.content) end
    end }
  end
  return label or ""
end

--- Blocks with each entry marked as ours, and known for the links. The annex stands last, so of two entries of the
-- same name the last is ours; any other is plain text.
function sources.found(blocks)
  if not survey.has_class("source", ENTRY) then return blocks end
  local still_to_come = {}
  blocks:walk { Div = function(div)
    local kind, name = named(div)
    if kind then still_to_come[kind .. name] = (still_to_come[kind .. name] or 0) + 1 end
  end }
  return blocks:walk { Div = function(div)
    if div.classes:includes(ENTRY) then return div.content end
    local kind, name = named(div)
    if not kind then return nil end
    still_to_come[kind .. name] = still_to_come[kind .. name] - 1
    if still_to_come[kind .. name] > 0 then return div.content end
    local prefix = kind == "fact" and "source" or "source-" .. kind
    entries[kind][name] = { id = page_id(prefix, name), label = label_of(div.content[1]) }
    return pandoc.Div(div.content, pandoc.Attr("", { ENTRY }, { [kind] = name }))
  end }
end

local function link(span, target, class, said, id)
  local shown = words.plain(span.content)
  local attributes = { { "aria-label", shown .. ", " .. said } }
  if class == "fact" then table.insert(attributes, 1, { "fact", span.attributes["fact"] }) end
  return pandoc.Link(span.content, "#" .. target, "", pandoc.Attr(id or "", { class }, attributes))
end

--- A number in the text as a link to its entry, nil where it has none.
function sources.linked(span)
  local fact = span.attributes["fact"]
  local entry = entries.fact[fact]
  if not entry then return nil end
  local id = not opened[fact] and page_id("fact", fact) or nil
  opened[fact] = true
  return link(span, entry.id, "fact", entry.label .. ": how it was made", id)
end

--- The number in an entry's lead as a link back to where it first stands in the text.
function sources.linked_back(span)
  local fact = span.attributes["fact"]
  local entry = entries.fact[fact]
  if not entry or not opened[fact] then return nil end
  return link(span, page_id("fact", fact), "back", entry.label .. ": back to the text")
end

--- The link that stands after the caption of a table or figure, nil where it has no entry.
function sources.after(caption)
  local entry = caption.name and entries[caption.kind][caption.name]
  if not entry then return nil end
  return pandoc.Link("Sources of " .. caption.number, "#" .. entry.id, "", pandoc.Attr("", { "sources" }))
end

--- Whether a table has an entry of its own, so that its cells need no links.
function sources.has_table(name)
  return name ~= nil and entries.table[name] ~= nil
end

local function in_html(div, lead, rest, entry)
  local blocks = pandoc.Blocks { pandoc.Div({ lead }, pandoc.Attr("", { "source-lead" })) } .. rest
  return pandoc.Div(blocks, pandoc.Attr(entry.id, { "source" }))
end

local function in_docx(_, lead, rest)
  return {
    pandoc.Div({ lead }, { ["custom-style"] = "Source Lead" }),
    pandoc.Div(rest, { ["custom-style"] = "Source Text" }),
  }
end

local function in_typst(_, lead, rest)
  local blocks = pandoc.Blocks { pandoc.RawBlock("typst", "#source-lead[" .. typst.markup { lead } .. "]") }
  blocks:insert(pandoc.RawBlock("typst", "#source-text["))
  blocks:extend(rest)
  blocks:insert(pandoc.RawBlock("typst", "]"))
  return blocks
end

local writers = { html = in_html, docx = in_docx, typst = in_typst }

--- An entry in the format being written.
function sources.written(div)
  if not div.classes:includes(ENTRY) then return nil end
  for _, kind in ipairs(KINDS) do
    local entry = entries[kind][div.attributes[kind]]
    if entry then
      local lead = div.content:remove(1)
      return writers[words.format](div, lead, div.content, entry)
    end
  end
end

return sources
