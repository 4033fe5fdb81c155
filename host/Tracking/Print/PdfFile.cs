using System.Globalization;
using System.Text;

namespace MultiAgentEdge.Host.Tracking.Print;

/// <summary>
/// Pages as PDF 1.4 with Helvetica, which every reader has. Written by hand: PDFsharp wants a font's file to write a word, which a server
/// has not, and rectangles are all that a marker is.
/// </summary>
public static class PdfFile
{
    public static byte[] Of(IReadOnlyList<PdfPage> pages)
    {
        // 1 catalogue, 2 pages, 3 font, then two objects a page.
        var objects = new List<string>
        {
            "<< /Type /Catalog /Pages 2 0 R /ViewerPreferences << /PrintScaling /None >> >>",
            string.Create(CultureInfo.InvariantCulture,
                $"<< /Type /Pages /Count {pages.Count} /Kids [{string.Join(' ', pages.Select((_, n) => $"{4 + (2 * n)} 0 R"))}] >>"),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        };
        for (var n = 0; n < pages.Count; n++)
        {
            objects.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"<< /Type /Page /Parent 2 0 R /MediaBox {pages[n].Box} /Contents {5 + (2 * n)} 0 R /Resources << /Font << /F1 3 "
                + $"0 R >> >> >>"));
            objects.Add(string.Create(CultureInfo.InvariantCulture,
                $"<< /Length {Encoding.ASCII.GetByteCount(pages[n].Content)} >>\nstream\n{pages[n].Content}endstream"));
        }

        var file = new StringBuilder("%PDF-1.4\n");
        var places = new List<int>();
        for (var i = 0; i < objects.Count; i++)
        {
            places.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var table = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        foreach (var place in places)
            file.Append(CultureInfo.InvariantCulture, $"{place:0000000000} 00000 n \n");
        file.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Count + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(file.ToString());
    }
}
