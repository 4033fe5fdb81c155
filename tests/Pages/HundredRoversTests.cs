using System.Diagnostics;
using System.Globalization;
using MultiAgentEdge.Host.Cli;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Pages;

/// <summary>A hundred rovers at 20 Hz: frames a second in the browser, processor time and memory of the server.</summary>
public sealed class HundredRoversTests(PageBrowser browser, ITestOutputHelper output)
{
    private const int Rovers = 100;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Figures()
    {
        SkipUnlessLong("Half a minute of measurement");
        await using var watched = await Watched.StartAsync(browser, Period);
        var (server, window) = (watched.Server, watched.Window);
        var cancel = TestContext.Current.CancellationToken;
        await Task.Delay(5000, cancel);
        server.Refresh();
        var (cpuBefore, memoryBefore) = (server.TotalProcessorTime, server.WorkingSet64);
        var began = Stopwatch.GetTimestamp();
        var framesBefore = await window.Page.EvaluateAsync<int>("missionControl.map.frames");
        await Task.Delay(15_000, cancel);
        var frames = await window.Page.EvaluateAsync<int>("missionControl.map.frames") - framesBefore;
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        server.Refresh();
        var share = (server.TotalProcessorTime - cpuBefore).TotalSeconds / seconds;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Rovers} rovers at 20 Hz: {frames / seconds:0.0} frames/s, server {100 * share:0.0} % of a core, "
            + $"{memoryBefore / 1e6:0} to {server.WorkingSet64 / 1e6:0} MB"));
        await window.ShootAsync("hundred");
        Assert.Empty(window.Complaints);
    }

    /// <summary>An hour of their periods, several times as fast: what the server and the page keep does not grow with it.</summary>
    [Fact]
    public async Task Memory_stays_where_it_is_for_an_hour()
    {
        const int hour = 3600 * 20;
        const int between = hour / 12;
        SkipUnlessLong("A quarter of an hour and more");
        await using var watched = await Watched.StartAsync(browser, Period / 4);
        var (server, fleet) = (watched.Server, watched.Fleet);
        var began = Stopwatch.GetTimestamp();
        var (first, last) = (0.0, 0.0);
        for (var tick = between; tick <= hour; tick += between)
        {
            while (fleet.Tick < tick)
                await Task.Delay(200, TestContext.Current.CancellationToken);
            server.Refresh();
            last = server.WorkingSet64 / 1e6;
            // What three minutes of signals and the runtime take is there by then.
            if (tick == 2 * between)
                first = last;
            var page = await watched.Window.Page.EvaluateAsync<double>("performance.memory.usedJSHeapSize") / 1e6;
            var minutes = Stopwatch.GetElapsedTime(began).TotalMinutes;
            output.WriteLine(FormattableString.Invariant(
                $"{tick / 1200,3} min: server {last:0} MB, page {page:0} MB, after {minutes:0.0} min"));
        }

        Assert.True(last < 1.3 * first, FormattableString.Invariant($"{first:0} MB after ten minutes, {last:0} MB after an hour"));
        Assert.Empty(watched.Window.Complaints);
    }

    private void SkipUnlessLong(string why)
    {
        Assert.SkipWhen(browser.Missing is not null, browser.Missing ?? "");
        Assert.SkipUnless(Environment.GetEnvironmentVariable("MAE_LONG") == "1", $"{why}: MAE_LONG=1.");
    }

    // mae watch as a process of its own: what it takes is its alone.
    private sealed class Watched(MqttNetBroker broker, SpokenFleet fleet, Process server, Window window) : IAsyncDisposable
    {
        public SpokenFleet Fleet => fleet;

        public Process Server => server;

        public Window Window => window;

        public static async Task<Watched> StartAsync(PageBrowser browser, TimeSpan period)
        {
            var broker = MqttNetBroker.Start();
            var options = new LinkOptions { ClientId = "x", Port = broker.Port };
            var fleet = new SpokenFleet(new MqttNetLink(), options, "s1", Rovers, period);
            string[] arguments = [typeof(MaeApp).Assembly.Location, "watch", "--broker", $"127.0.0.1:{broker.Port}", "--no-open"];
            var server = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
            var line = await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? "";
            var window = await browser.OpenAsync();
            var watched = new Watched(broker, fleet, server, window);
            await window.Page.GotoAsync(line[line.IndexOf("http", StringComparison.Ordinal)..].Split(' ')[0]);
            await window.Page.GetByText($"{Rovers} driving").WaitForAsync();
            return watched;
        }

        public async ValueTask DisposeAsync()
        {
            await window.DisposeAsync();
            server.Kill();
            server.Dispose();
            fleet.Dispose();
            broker.Dispose();
        }
    }
}
