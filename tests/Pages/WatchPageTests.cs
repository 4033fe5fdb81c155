using System.Net;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Pages;

/// <summary><c>mae watch</c> of a fleet that somebody else runs, clicked through.</summary>
public sealed class WatchPageTests(PageBrowser browser) : IDisposable
{
    private readonly MqttNetBroker broker = MqttNetBroker.Start();
    private readonly string runs = Directory.CreateTempSubdirectory("mae pages ").FullName;

    public void Dispose()
    {
        broker.Dispose();
        Directory.Delete(runs, recursive: true);
    }

    [Fact]
    public async Task Without_control_it_looks_and_stops_and_says_who_has_not_obeyed()
    {
        using var fleet = Speak();
        await using var watch = await WatchAsync();
        await using var window = await OpenAsync(watch);
        var page = window.Page;
        fleet.Deaf = 1;
        await window.Button("STOP").ClickAsync();
        await page.GetByText("STOP: 2 confirmed").WaitForAsync();
        await page.GetByText("not: rover-2").WaitForAsync();
        await window.ShootAsync("stop-one-is-deaf");
        Assert.False(fleet.IsStopped(1));
        fleet.Deaf = -1;
        await page.GetByText("STOPPED: all 3 rovers have confirmed").WaitForAsync();
        Assert.True(fleet.IsStopped(0) && fleet.IsStopped(1) && fleet.IsStopped(2));

        Assert.Equal(0, await page.GetByRole(AriaRole.Button, new() { Name = "Release" }).CountAsync());
        foreach (var path in new[] { "release", "arm", "tell", "tune", "runs/x/delete" })
            Assert.Equal(403, await PostAsync(page, $"/api/{path}"));
        Assert.True(fleet.IsStopped(0));
    }

    [Fact]
    public async Task With_control_it_releases_and_arms_by_two_clicks_each()
    {
        using var fleet = Speak();
        await using var watch = await WatchAsync("--control");
        await using var window = await OpenAsync(watch);
        await window.Page.Keyboard.PressAsync("Escape");
        await window.Page.GetByText("STOPPED: all 3 rovers have confirmed").WaitForAsync();
        await window.Button("Release …").ClickAsync();
        Assert.True(fleet.IsStopped(0));
        await window.Button("Release: nobody is in the way").ClickAsync();
        await Assertions.Expect(window.Page.GetByText("STOPPED: all")).ToHaveCountAsync(0);
        await window.Page.GetByText("standing until somebody arms them: rover-1, rover-2, rover-3").WaitForAsync();
        Assert.False(fleet.IsDriving(0) || fleet.IsDriving(1) || fleet.IsDriving(2));
        await window.Button("Arm …").ClickAsync();
        Assert.False(fleet.IsDriving(0));
        await window.Button("Arm: they drive on at once").ClickAsync();
        await window.Page.GetByText("3 driving").WaitForAsync();
        Assert.True(fleet.IsDriving(0) && fleet.IsDriving(1) && fleet.IsDriving(2));
    }

    [Theory]
    [InlineData(1280, false)]
    [InlineData(360, true)]
    public async Task Every_view_is_fit_for_everybody_and_for_narrow_screens(int width, bool isDark)
    {
        using var fleet = Speak();
        await using var watch = await WatchAsync("--control");
        await using var window = await OpenAsync(watch, width, isDark);
        foreach (var view in new[] { "Fleet", "Curves", "Runs" })
        {
            await window.Tab(view).ClickAsync();
            if (view == "Curves")
                await window.Page.Locator(".plot canvas").First.WaitForAsync();
            await window.ShootAsync($"{view}-{width}-{(isDark ? "dark" : "light")}".ToLowerInvariant(), whole: true);
            var rules = new AxeRunOptions { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21aa", "best-practice") };
            var found = (await window.Page.RunAxe(rules)).Violations;
            string Words(AxeResultItem one) => $"{view}: {one.Id} {one.Help}: {string.Join(" ", one.Nodes.Take(3).Select(node => node.Html))}";
            Assert.True(found.Length == 0, string.Join("\n", found.Select(Words)));
            var fits = await window.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth");
            Assert.True(fits, $"{view} is wider than {width} px");
        }

        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task It_says_so_when_rovers_fall_silent_and_when_its_server_does()
    {
        using var fleet = Speak();
        var watch = await WatchAsync();
        await using var window = await OpenAsync(watch);
        fleet.IsMute = true;
        await window.Page.GetByText("No rover has said anything").WaitForAsync();
        fleet.IsMute = false;
        await Assertions.Expect(window.Page.GetByText("No rover has said anything")).ToHaveCountAsync(0);
        await watch.DisposeAsync();
        await window.Page.GetByText("No data for").WaitForAsync();
        await Assertions.Expect(window.Page.Locator("body.stale")).ToHaveCountAsync(1);
        await window.ShootAsync("silent");
    }

    [Fact]
    public async Task A_tab_that_slept_is_there_again_at_once()
    {
        using var fleet = Speak();
        await using var watch = await WatchAsync();
        await using var window = await OpenAsync(watch);
        var devtools = await window.Page.Context.NewCDPSessionAsync(window.Page);
        await devtools.SendAsync("Page.setWebLifecycleState", new Dictionary<string, object> { ["state"] = "frozen" });
        var before = fleet.Tick;
        while (fleet.Tick < before + 60)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        await devtools.SendAsync("Page.setWebLifecycleState", new Dictionary<string, object> { ["state"] = "active" });
        // Where the rover is now, within what it drives in a second.
        await window.AwaitAsync(
            "async () => { const { now, series } = await (await fetch('/api/curves?signals=map_x_m,map_y_m&rovers=rover-1&since=0')).json();"
            + " const { map_x_m: x, map_y_m: y } = series['rover-1'], one = missionControl.map.rovers.get('rover-1');"
            + " return Math.hypot(one.x - x.at(-1), one.y - y.at(-1)) < 0.05; }");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Curves_show_any_signal_of_each_rover_with_two_cursors()
    {
        using var fleet = Speak();
        await using var watch = await WatchAsync();
        await using var window = await OpenAsync(watch);
        var page = window.Page;
        await window.Tab("Curves").ClickAsync();
        await page.GetByLabel("Signal").SelectOptionAsync("map_x_m");
        await window.AwaitAsync("document.querySelectorAll('.plot canvas').length === 1");
        var over = page.Locator(".u-over");
        await over.ClickAsync(new() { Position = new() { X = 500, Y = 100 } });
        await over.ClickAsync(new() { Position = new() { X = 700, Y = 100 } });
        await page.GetByText("B − A,").WaitForAsync();
        await Assertions.Expect(page.Locator(".readout tbody tr")).ToHaveCountAsync(3);
        await window.ShootAsync("curves-cursors");
        await window.Button("Each rover apart").ClickAsync();
        await Assertions.Expect(page.Locator(".plot")).ToHaveCountAsync(3);
        await window.ShootAsync("curves-apart");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Beyond_this_machine_the_address_lets_one_in_once()
    {
        using var fleet = Speak();
        await using var watch = await WatchAsync("--bind", "0.0.0.0");
        var address = new UriBuilder(watch.Url) { Host = "127.0.0.1" }.Uri;
        await using var window = await browser.OpenAsync();
        await window.Page.GotoAsync(address.ToString());
        await window.Page.GetByText("3 driving").WaitForAsync();
        Assert.Equal("/", new Uri(window.Page.Url).PathAndQuery);
        await using var other = await browser.OpenAsync();
        Assert.Equal(401, (await other.Page.GotoAsync(address.ToString()))!.Status);
        Assert.Contains("For another browser:", watch.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_site_can_neither_read_nor_act()
    {
        using var fleet = Speak();
        await using var watch = await WatchAsync("--control");
        var evil = new HttpListener();
        var port = FreePort();
        evil.Prefixes.Add($"http://localhost:{port}/");
        evil.Start();
        var serving = Task.Run(async () =>
        {
            var context = await evil.GetContextAsync();
            context.Response.ContentType = "text/html";
            context.Response.Close("<!doctype html><title>evil</title>"u8.ToArray(), willBlock: true);
        }, TestContext.Current.CancellationToken);
        await using var window = await browser.OpenAsync();
        await window.Page.GotoAsync($"http://localhost:{port}/");
        await serving;
        var answers = await window.Page.EvaluateAsync<string[]>(
            """
            async url => {
              const tried = [];
              const reads = async (path, how) => {
                try { const answer = await fetch(url + path, how); return answer.type === "opaque" ? "opaque" : String(answer.status); }
                catch { return "blocked"; }
              };
              tried.push(await reads("api/runs", {}));
              tried.push(await reads("api/stop", { method: "POST", mode: "no-cors", body: "{}" }));
              tried.push(await reads("api/stop", { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" }));
              tried.push(await new Promise(done => {
                const source = new EventSource(url + "api/stream");
                source.onmessage = source.onopen = () => done("open");
                source.onerror = () => done("blocked");
              }));
              return tried;
            }
            """, watch.Url);
        evil.Stop();
        Assert.Equal("blocked", answers[0]);
        Assert.Equal("blocked", answers[3]);
        Assert.DoesNotContain("200", answers);
        var before = fleet.Tick;
        while (fleet.Tick < before + 10)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.False(fleet.IsStopped(0) || fleet.IsStopped(1) || fleet.IsStopped(2));
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Task<int> PostAsync(IPage page, string path) => page.EvaluateAsync<int>(
        "async path => (await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' })).status", path);

    private SpokenFleet Speak()
    {
        Assert.SkipWhen(browser.Missing is not null, browser.Missing ?? "");
        return new SpokenFleet(
            new MqttNetLink(), new LinkOptions { ClientId = "x", Port = broker.Port }, "s1", 3, TimeSpan.FromMilliseconds(50));
    }

    private Task<DrivenVerb> WatchAsync(params string[] more) =>
        DrivenVerb.StartAsync(["watch", "--broker", $"127.0.0.1:{broker.Port}", "--no-open", "--runs", runs, .. more]);

    private async Task<Window> OpenAsync(DrivenVerb watch, int width = 1280, bool isDark = false)
    {
        var window = await browser.OpenAsync(width, isDark: isDark);
        await window.Page.GotoAsync(watch.Url);
        await window.Page.GetByText("3 driving").WaitForAsync();
        return window;
    }
}
