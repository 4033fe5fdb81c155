using System.Net;
using System.Text;
using QRCoder;

namespace MultiAgentEdge.Host.Boards;

/// <summary>A page of labels to print, cut and stick on: each rover's name, its fleet, its board's serial number, and a QR code of
/// them.</summary>
public static class LabelSheet
{
    private const string Head = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>Rover labels</title><style>
        @page { size: A4; margin: 10mm }
        body { font-family: sans-serif; margin: 0; display: flex; flex-wrap: wrap; gap: 4mm }
        .label { width: 60mm; height: 28mm; border: 0.2mm dashed #888; padding: 2mm; box-sizing: border-box; display: flex;
          align-items: center; gap: 3mm; break-inside: avoid }
        .label svg { width: 23mm; height: 23mm; flex: none }
        .name { font-size: 5mm; font-weight: bold; overflow-wrap: anywhere }
        .fleet, .serial { font-size: 3mm; color: #333 }
        </style></head><body>
        """;

    /// <param name="rovers">In the order of the sheet; a serial number may be empty.</param>
    public static string Html(string fleet, IEnumerable<(string Name, string Serial)> rovers)
    {
        ArgumentNullException.ThrowIfNull(rovers);
        var page = new StringBuilder(Head).Append('\n');
        foreach (var (name, serial) in rovers)
        {
            using var data = QRCodeGenerator.GenerateQrCode($"mae:{fleet}/{name}/{serial}", QRCodeGenerator.ECCLevel.M);
            using var code = new SvgQRCode(data);
            page.Append("<div class=\"label\">")
                .Append(code.GetGraphic(2, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute))
                .Append($"<div><div class=\"name\">{WebUtility.HtmlEncode(name)}</div>")
                .Append($"<div class=\"fleet\">{WebUtility.HtmlEncode(fleet)}</div>")
                .Append($"<div class=\"serial\">{WebUtility.HtmlEncode(serial)}</div></div></div>\n");
        }

        return page.Append("</body></html>\n").ToString();
    }
}
