namespace MultiAgentEdge.Host.Telemetry;

/// <summary>A picture drawn by the caller.</summary>
/// <param name="Svg">One svg element with a viewBox; inserted as it is, so names in it are to be escaped by whoever draws it. It scales to
/// the card. The page's CSS variables (--ink, --soft, --line, --accent, --bad, --good, --c0 to --c11) follow light and dark.</param>
public sealed record ReportPicture(string Title, string Note, string Svg) : ReportSection(Title, Note)
{
    public override string Body(int index) => $"<div class=\"picture\">{Svg.Replace("{{", "{ {", StringComparison.Ordinal)}</div>";
}
