using Microsoft.AspNetCore.Http;
using MultiAgentEdge.Host.Web.Guard;

namespace MultiAgentEdge.Tests.Host.Web.Guard;

public sealed class PageGuardTests
{
    private const string Own = "127.0.0.1:8080";

    [Theory]
    [InlineData("GET", "/", Own, null, null, 200)]
    [InlineData("GET", "/", "localhost:8080", null, "cross-site", 200)]
    [InlineData("GET", "/", "evil.example:8080", null, null, 421)]
    [InlineData("GET", "/api/stream", Own, null, "same-origin", 200)]
    [InlineData("GET", "/api/stream", Own, null, null, 200)]
    [InlineData("GET", "/api/stream", Own, "http://evil.example", null, 403)]
    [InlineData("GET", "/api/stream", Own, null, "cross-site", 403)]
    [InlineData("GET", "/api/runs", Own, null, "same-site", 403)]
    [InlineData("POST", "/api/stop", Own, "http://" + Own, "same-origin", 200)]
    [InlineData("POST", "/api/stop", Own, "http://" + Own, null, 200)]
    [InlineData("POST", "/api/stop", Own, null, null, 403)]
    [InlineData("POST", "/api/stop", Own, "http://127.0.0.1:9090", "same-site", 403)]
    [InlineData("POST", "/api/stop", Own, "http://" + Own, "cross-site", 403)]
    [InlineData("POST", "/api/stop", Own, "null", null, 403)]
    [InlineData("POST", "/", "evil.example:8080", "http://evil.example:8080", "same-origin", 421)]
    public async Task No_other_site_asks_for_anything(string method, string path, string host, string? origin, string? site, int status)
    {
        var guard = new PageGuard(needsToken: false, isSecure: false, () => 8080);
        Assert.Equal(status, (await Ask(guard, method, path, host, origin: origin, site: site)).Response.StatusCode);
        Assert.Empty(guard.Query);
    }

    [Fact]
    public async Task A_token_lets_one_in_and_is_then_worthless()
    {
        var guard = new PageGuard(needsToken: true, isSecure: true, () => 8080);
        var first = guard.Query;
        var used = 0;
        guard.TokenUsed += () => used++;
        Assert.Equal(401, (await Ask(guard, "GET", "/", Own)).Response.StatusCode);
        Assert.Equal(401, (await Ask(guard, "GET", "/", Own, "?token=0123")).Response.StatusCode);
        var let = await Ask(guard, "GET", "/", Own, first);
        var cookie = let.Response.Headers.SetCookie.ToString();
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
        Assert.Contains("secure", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain(first[7..], cookie, StringComparison.Ordinal);
        Assert.Equal(200, (await Ask(guard, "GET", "/api/runs", Own, cookie: cookie.Split(';')[0])).Response.StatusCode);
        Assert.Equal(401, (await Ask(guard, "GET", "/", Own, first)).Response.StatusCode);
        Assert.NotEqual(first, guard.Query);
        Assert.Equal(1, used);
    }

    [Fact]
    public async Task Every_answer_forbids_the_browser_to_go_elsewhere()
    {
        var headers = (await Ask(new PageGuard(true, false, () => 1), "GET", "/", Own)).Response.Headers;
        Assert.Contains("default-src 'none'", headers.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", headers.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
        Assert.Equal("nosniff", headers.XContentTypeOptions.ToString());
    }

    private static async Task<DefaultHttpContext> Ask(
        PageGuard guard, string method, string path, string host, string query = "", string? origin = null, string? site = null,
        string? cookie = null)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Scheme = "http";
        context.Request.Host = new HostString(host);
        context.Request.Path = path;
        context.Request.QueryString = new QueryString(query);
        foreach (var (name, value) in new[] { ("Origin", origin), ("Sec-Fetch-Site", site), ("Cookie", cookie) })
        {
            if (value is not null)
                context.Request.Headers[name] = value;
        }

        await guard.InvokeAsync(context, _ => Task.CompletedTask);
        return context;
    }
}
