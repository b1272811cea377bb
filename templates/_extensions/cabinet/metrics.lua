-- How wide a text is in the PDF's typeface (Arimo has Arial's widths), so that table columns fit their longest words.
local widths = ...
local metrics = {}

--- The width of `text` in thousandths of its size; a character beyond ASCII counts as a wide letter.
function metrics.width(text, bold)
  local row, total = bold and widths.bold or widths.regular, 0
  for _, code in utf8.codes(text) do
    if code == 0xA0 then code = 32 end
    total = total + (row[code - 31] or (code < 0x2E80 and 667 or 1000))
  end
  return total
end

return metrics
