-- Drawings of the web page: an SVG file read, checked against a list of what may be in it, and written anew.
--
-- Only what is listed here reaches the page, so no script, style, link, font or picture can. What would be lost from
-- the drawing is refused rather than left out: a chart without some of its parts would say something else.
local words = ...
local svg = {}

local SHAPES = { path = true, rect = true, circle = true, ellipse = true, line = true, polyline = true, polygon = true }
local GROUPS = { g = true, defs = true, use = true, clipPath = true, pattern = true }
local UNSEEN = { metadata = true, title = true, desc = true } -- the page has a title and a description of its own
-- matplotlib's one rule. In a page it would reach everything, so the drawing's group has it as attributes.
local RULE = "*{stroke-linejoin:round;stroke-linecap:butt}"
local DEEPEST = 40 -- elements within elements; a chart has eight

-- ---- reading -------------------------------------------------------------------------------------

local function attributes_at(source, place)
  local list = pandoc.List{}
  while true do
    local name, mark, start = source:match("^%s+([%a_][%w_:.-]*)%s*=%s*([\"'])()", place)
    local stop = name and source:find(mark, start, true)
    local value = stop and source:sub(start, stop - 1)
    if not value or value:find("<", 1, true) then return list, place end
    list:insert { name = name, value = value }
    place = stop + 1
  end
end

-- What stands before an element and says nothing: the declaration, a document type without entities, comments.
local function after_prolog(source, place)
  return source:match("^<%?xml%s[^<>]*%?>()", place) or source:match("^<!DOCTYPE svg[^%[<>]*>()", place)
end

local function after_comment(source, place)
  return source:match("^<!%-%-.-%-%->()", place)
end

local function opened(source, place)
  local name, stop = source:match("^<(%a[%w:._-]*)()", place)
  if not name then return nil end
  local attributes, rest = attributes_at(source, stop)
  local closed, after = source:match("^%s*(/?)>()", rest)
  if closed then return { name = name, attributes = attributes, children = pandoc.List{}, text = "" }, closed, after end
end

-- The file as a tree of elements, or nil and why not.
local function tree_of(source)
  local document = { children = pandoc.List{}, text = "" }
  local open, place = pandoc.List { document }, source:match("^\u{feff}()") or 1
  while true do
    local innermost = open[#open]
    local text, start = source:match("^([^<]*)()", place)
    innermost.text = innermost.text .. text
    if start > #source then break end
    local skipped = after_comment(source, start) or #document.children == 0 and after_prolog(source, start)
    local ended, after_end = source:match("^</([%w:._-]+)%s*>()", start)
    if skipped then
      place = skipped
    elseif ended then
      if ended ~= innermost.name then return nil, "'</" .. ended .. ">' closes nothing" end
      open:remove()
      place = after_end
    else
      local element, closed, after = opened(source, start)
      if not element then return nil, "'" .. source:sub(start, start + 29):gsub("%s+", " ") .. "' cannot be read" end
      innermost.children:insert(element)
      if closed == "" then open:insert(element) end
      if #open > DEEPEST then return nil, "its elements lie too deep in one another" end
      place = after
    end
  end
  if #open > 1 then return nil, "'<" .. open[#open].name .. ">' is not closed" end
  return document
end

-- ---- checking ------------------------------------------------------------------------------------

local function is_text(value)
  return value:match("^[%w%s.,%%+-]*$") and value
end

local function is_numbers(value)
  return value:match("^[%deE%s.,+-]*$") and value
end

local function is_drawn_path(value)
  return value:match("^[%deEMmLlHhVvCcSsQqTtAaZz%s.,+-]*$") and value
end

local MOVES = { matrix = true, translate = true, scale = true, rotate = true, skewX = true, skewY = true }

local function is_transform(value)
  local rest = value:gsub("(%a+)%([%deE%s.,+-]*%)", function(name) return MOVES[name] and "" or nil end)
  return rest:match("^[%s,]*$") and value
end

-- `url(#name)` with the id that the element has in the page; it must lead to an element of the kind asked for.
local function own_reference(kind)
  return function(value, drawing)
    local target = drawing.targets[value:match("^url%(#([^()#\"'%s]+)%)$")]
    return target and target.name == kind and "url(#" .. target.id .. ")"
  end
end

local of_pattern = own_reference("pattern")

local function is_paint(value, drawing)
  if value:match("^#%x+$") or value:match("^%a+$") or value:match("^rgba?%([%d%s.,%%]+%)$") then return value end
  return of_pattern(value, drawing)
end

-- Only a shape is drawn again, never a group of such, which a few lines could make a million of.
local function is_shape(value, drawing)
  local target = drawing.targets[value:match("^#(.+)$")]
  return target and SHAPES[target.name] and "#" .. target.id
end

local LOOKS = { -- as a property of the style or an attribute of its own
  fill = is_paint, stroke = is_paint, ["clip-path"] = own_reference("clipPath"),
}
for _, name in ipairs {
  "fill-opacity", "fill-rule", "clip-rule", "opacity", "stroke-opacity", "stroke-width", "stroke-linejoin",
  "stroke-linecap", "stroke-dasharray", "stroke-dashoffset", "stroke-miterlimit",
} do LOOKS[name] = is_text end

local PLACES = { d = is_drawn_path, points = is_numbers, transform = is_transform, href = is_shape,
  ["xlink:href"] = is_shape, patternUnits = is_text, patternTransform = is_transform, clipPathUnits = is_text }
for _, name in ipairs { "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height" } do
  PLACES[name] = is_text
end

local SILENT = { id = true, class = true, version = true, xmlns = true, ["xml:space"] = true }

local function is_silent(name)
  return SILENT[name] or name:match("^xmlns:") ~= nil
end

-- ---- writing -------------------------------------------------------------------------------------

local function refuse(drawing, what)
  drawing.refused = drawing.refused or what
end

local function checked(drawing, check, name, value)
  local sound = check and check(value:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""), drawing)
  if sound then return sound end
  refuse(drawing, name .. '="' .. value:sub(1, 60) .. '"')
  return ""
end

-- A style as pairs of names and values, in its own order.
local function style_of(value)
  local pairs_found = pandoc.List{}
  for part in value:gmatch("[^;]+") do
    local name, text = part:match("^%s*([^:]-)%s*:(.*)$")
    if name then
      pairs_found:insert { name = name, value = text }
    elseif part:match("%S") then
      pairs_found:insert { name = "style", value = part }
    end
  end
  return pairs_found
end

-- The looks of an element: its attributes, and over them what its style says. matplotlib's rule gives every shape its
-- own joins and ends of lines, so those of a group, which a shape would else inherit, are nowhere seen.
local function looks_of(element, drawing)
  local order, looks = pandoc.List{}, {}
  local function add(name, value)
    if drawing.rule and name:match("^stroke%-line") and not SHAPES[element.name] then return end
    if not looks[name] then order:insert(name) end
    looks[name] = checked(drawing, LOOKS[name], name, value)
  end
  for _, attribute in ipairs(element.attributes) do
    if LOOKS[attribute.name] then add(attribute.name, attribute.value) end
  end
  for _, attribute in ipairs(element.attributes) do
    if attribute.name == "style" then
      for _, property in ipairs(style_of(attribute.value)) do add(property.name, property.value) end
    end
  end
  return order:map(function(name) return name .. '="' .. looks[name] .. '"' end)
end

local function attributes_of(element, drawing)
  local list = pandoc.List{}
  if element.id then list:insert('id="' .. element.id .. '"') end
  for _, attribute in ipairs(element.attributes) do
    local name = attribute.name
    if not (LOOKS[name] or name == "style" or is_silent(name)) then
      list:insert(name:gsub("^xlink:", "") .. '="' .. checked(drawing, PLACES[name], name, attribute.value) .. '"')
    end
  end
  return list .. looks_of(element, drawing)
end

local write

local function write_children(element, drawing, lines)
  if element.text:match("%S") then refuse(drawing, "the text '" .. element.text:match("^%s*(.-)%s*$"):sub(1, 60) .. "'") end
  for _, child in ipairs(element.children) do write(child, drawing, lines) end
end

write = function(element, drawing, lines)
  local name = element.name
  if UNSEEN[name] or drawing.rule == element then return end
  if not (SHAPES[name] or GROUPS[name]) then
    refuse(drawing, "<" .. name .. ">")
    return
  end
  local start = "<" .. table.concat(pandoc.List { name } .. attributes_of(element, drawing), " ")
  lines:insert(start .. ">")
  local place = #lines
  write_children(element, drawing, lines)
  if #lines > place then
    lines:insert("</" .. name .. ">")
  elseif name == "g" or name == "defs" then
    lines:remove()
  else
    lines[place] = start .. "/>"
  end
end

-- ---- the drawing ---------------------------------------------------------------------------------

local function attribute(element, name)
  for _, each in ipairs(element.attributes) do
    if each.name == name then return each.value end
  end
end

local function each_element(element, visit)
  visit(element)
  for _, child in ipairs(element.children) do each_element(child, visit) end
end

-- The elements by the ids of the file. What is referred to gets an id of the page, in the order of the file.
local function targets_of(root, id)
  local named, targets, count = {}, {}, 0
  each_element(root, function(element)
    for _, each in ipairs(element.attributes) do
      if each.name ~= "id" and each.value:find("#", 1, true) then
        local name = each.value:match("^%s*#(.+)$")
        if name and each.name:match("href$") then named[name] = true end
        for reference in each.value:gmatch("url%(#([^()#\"'%s]+)%)") do named[reference] = true end
      end
    end
  end)
  each_element(root, function(element)
    local name = attribute(element, "id")
    if name and named[name] and not targets[name] then
      count = count + 1
      element.id = id .. "-" .. count
      targets[name] = element
    end
  end)
  return targets
end

-- A pattern or a clip that refers to others could be made to refer to itself.
local function is_plain(element)
  local plain = true
  for _, child in ipairs(element.children) do
    each_element(child, function(inner)
      for _, each in ipairs(inner.attributes) do plain = plain and not each.value:find("url(", 1, true) end
    end)
  end
  return plain
end

local function check_referred(root, drawing)
  each_element(root, function(element)
    local refers = element.name == "pattern" or element.name == "clipPath"
    if refers and not is_plain(element) then refuse(drawing, "<" .. element.name .. "> of others") end
    if element.name == "style" and #element.children == 0 and #element.attributes <= 1
      and element.text:gsub("%s+", "") == RULE then drawing.rule = element end
  end)
end

local function drawing_of(root, id)
  local drawing = { targets = targets_of(root, id) }
  check_referred(root, drawing)
  local box = attribute(root, "viewBox") or ""
  if not box:match("^[%d%s.,-]+$") then refuse(drawing, 'viewBox="' .. box:sub(1, 60) .. '"') end
  for _, each in ipairs(root.attributes) do
    local is_size = each.name == "viewBox" or each.name == "width" or each.name == "height"
    if not (is_size or is_silent(each.name)) then refuse(drawing, each.name .. '="' .. each.value:sub(1, 60) .. '"') end
  end
  local lines = pandoc.List{}
  write_children(root, drawing, lines)
  return drawing, box, lines
end

local function read(path)
  local file = assert(io.open(path, "rb"))
  local source = file:read("a")
  file:close()
  return source
end

--- An SVG file as an element of the page, named and described for those who cannot see it; nil where it is refused.
--- `id` begins all its ids.
function svg.inline(path, id, title, description)
  local tree, why = tree_of(read(path))
  local root = tree and tree.children[1]
  if tree and (#tree.children ~= 1 or root.name ~= "svg" or tree.text:match("%S")) then why = "it is not one <svg>" end
  local drawing, box, lines
  if not why then
    drawing, box, lines = drawing_of(root, id)
    why = drawing.refused and drawing.refused .. " is not in a chart's drawing"
  end
  if why then
    words.problem("image '" .. path .. "' cannot stand in a web page: " .. why:gsub("%s+", " ")
      .. "; draw it with lines, shapes and words as paths, or place a PNG")
    return nil
  end
  local named = { id .. "-title", description and id .. "-desc" }
  local opening = '<svg class="drawing" role="img" aria-labelledby="' .. table.concat(named, " ")
    .. '" viewBox="' .. box .. '">'
  local said = '<title id="' .. named[1] .. '">' .. words.xml(title) .. "</title>"
  if description then said = said .. '<desc id="' .. named[2] .. '">' .. words.xml(description) .. "</desc>" end
  local rule = drawing.rule and ' stroke-linejoin="round" stroke-linecap="butt"' or ""
  lines = pandoc.List { opening .. said, '<g aria-hidden="true"' .. rule .. ">" } .. lines .. { "</g>", "</svg>" }
  return table.concat(lines, "\n")
end

return svg
