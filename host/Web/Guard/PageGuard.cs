using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace MultiAgentEdge.Host.Web.Guard;

/// <summary>
/// Who may have what of a page: nobody by a name that is not this machine's (DNS rebinding), no other site's page (origin and
/// Sec-Fetch-Site), and where a token is needed nobody without the cookie that its first use gives. Every answer forbids a browser to load
/// or send anything beyond this server.
/// </summary>
public sealed class PageGuard(bool needsToken, bool isSecure, Func<int> port)
{
    /// <summary>Nothing inline, nothing from elsewhere, in no frame.</summary>
    public const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'";

    private const int SecretBytes = 24;
    private readonly string cookie = Secret();
    private readonly Lock gate = new();
    private string token = Secret();

    /// <summary>A token was used: there is a new one, for another browser.</summary>
    public event Action? TokenUsed;

    /// <summary>What has to stand behind the address; empty where none is needed.</summary>
    public string Query => needsToken ? $"?token={token}" : "";

    private string CookieName => $"mae-watch-{port()}";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        Forbid(context.Response.Headers);
        if (!IsOurs(context.Request.Host.Host))
            await RefuseAsync(context, StatusCodes.Status421MisdirectedRequest, "This server is not called so.");
        else if (!MayCross(context.Request))
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "Another site's page may not ask for this.");
        else if (needsToken && Redeems(context.Request))
            await LetInAsync(context);
        else if (needsToken && !Same(context.Request.Cookies[CookieName], cookie))
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "Open the address that mae watch printed; each counts once.");
        else
            await next(context);
    }

    /// <summary>An address in numbers, localhost, or this machine's own name: no other name can lead here by mistake.</summary>
    internal static bool IsOurs(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var own = Dns.GetHostName();
        return IPAddress.TryParse(host.Trim('[', ']'), out _)
            || new[] { "localhost", own, own + ".local" }.Contains(host, StringComparer.OrdinalIgnoreCase);
    }

    // A browser says where a request comes from. What is no browser says nothing, and is no other site's page; but it changes nothing
    // either.
    private static bool MayCross(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var isOwn = origin == $"{request.Scheme}://{request.Host}";
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            return isOwn && (site is "" or "same-origin");
        if (origin.Length > 0 && !isOwn)
            return false;
        return !request.Path.StartsWithSegments("/api", StringComparison.Ordinal) || site is "" or "same-origin" or "none";
    }

    private bool Redeems(HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method) || !request.Query.TryGetValue("token", out var given))
            return false;
        lock (gate)
        {
            if (!Same(given, token))
                return false;
            token = Secret();
            return true;
        }
    }

    // A page that leads on by itself: a redirection would still count as another site's where the address was clicked there, and a strict
    // cookie would not come along.
    private async Task LetInAsync(HttpContext context)
    {
        context.Response.Cookies.Append(
            CookieName, cookie, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = isSecure, Path = "/" });
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(
            "<!doctype html><html lang=\"en\"><meta http-equiv=\"refresh\" content=\"0;url=/\"><title>mae watch</title>",
            context.RequestAborted);
        TokenUsed?.Invoke();
    }

    private static void Forbid(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }

    private static Task RefuseAsync(HttpContext context, int status, string why)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(why, context.RequestAborted);
    }

    private static bool Same(string? given, string secret) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(secret));

    private static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
}
