using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Web;
using MultiAgentEdge.Host.Web.Live;

namespace MultiAgentEdge.Tests.Host.Web;

public sealed class WatchServerTests
{
    [Fact]
    public async Task With_a_certificate_the_page_is_served_by_TLS_alone_and_its_cookie_goes_by_nothing_else()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var certificate = Certificate();
        var broker = new InProcessBroker();
        using var watch = new FleetWatch(
            new WatchedFleet("lab", ["rover-1"], () => new InProcessLink(broker), new LinkOptions { ClientId = "x" }, null));
        await using var server = await WatchServer.StartAsync(
            watch, new WatchOptions { Bind = IPAddress.Any, Certificate = certificate, Runs = Path.GetTempPath() }, cancel);
        Assert.StartsWith("https://", server.Url, StringComparison.Ordinal);
        var address = new UriBuilder(server.Url) { Host = "127.0.0.1" }.Uri;
        using var client = Client(shown => shown?.Thumbprint == certificate.Thumbprint);
        var let = await client.GetAsync(address, cancel);
        var cookie = let.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
        using var page = await client.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, new Uri(address, "/")) { Headers = { { "Cookie", cookie.Split(';')[0] } } }, cancel);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("Mission control", await page.Content.ReadAsStringAsync(cancel), StringComparison.Ordinal);

        using var distrustful = Client(_ => false);
        await Assert.ThrowsAsync<HttpRequestException>(() => distrustful.GetAsync(address, cancel));
        var plain = new UriBuilder(address) { Scheme = "http", Port = server.Port }.Uri;
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(plain, cancel));
    }

    private static HttpClient Client(Func<X509Certificate2?, bool> trusts) => new(new HttpClientHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ServerCertificateCustomValidationCallback = (_, shown, _, _) => trusts(shown),
    });

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using var own = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null);
    }
}
