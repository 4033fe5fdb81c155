using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Web.Api;

/// <summary>The page itself: its own files, and uPlot, which reports use too.</summary>
internal static class PageFiles
{
    private const string Prefix = "page/";

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    public static void Map(WebApplication application)
    {
        var own = typeof(PageFiles).Assembly;
        foreach (var name in own.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
            Serve(application, name[Prefix.Length..], Read(own, name));
        foreach (var name in new[] { ReportAssets.PlotScript, ReportAssets.PlotStyle })
            Serve(application, name, ReportAssets.Bytes(name));
    }

    private static void Serve(WebApplication application, string name, byte[] content)
    {
        var type = Types[Path.GetExtension(name)];
        application.MapGet(name == "index.html" ? "/" : "/" + name, async context =>
        {
            context.Response.ContentType = type;
            context.Response.ContentLength = content.Length;
            await context.Response.Body.WriteAsync(content, context.RequestAborted);
        });
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
