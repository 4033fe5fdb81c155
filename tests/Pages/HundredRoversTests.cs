using System.Diagnostics;
using System.Globalization;
using MultiAgentEdge.Host.Cli;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Pages;

/// <summary>A hundred rovers at 20 Hz: frames a second in the browser, processor time and memory of the server.</summary>
public sealed class HundredRoversTests(PageBrowser browser, ITestOutputHelper output)
{
    private const int Rovers = 100;

    [Fact]
    public async Task Figures()
    {
        Assert.SkipWhen(browser.Missing is not null, browser.Missing ?? "");
        var isLong = Environment.GetEnvironmentVariable("MAE_LONG") == "1";
        Assert.SkipUnless(isLong, "Half a minute of measurement: MAE_LONG=1.");
        var cancel = TestContext.Current.CancellationToken;
        using var broker = MqttNetBroker.Start();
        var options = new LinkOptions { ClientId = "x", Port = broker.Port };
        using var fleet = new SpokenFleet(new MqttNetLink(), options, "s1", Rovers, TimeSpan.FromMilliseconds(50));
        // A process of its own: what it takes is its alone.
        string[] arguments = [typeof(MaeApp).Assembly.Location, "watch", "--broker", $"127.0.0.1:{broker.Port}", "--no-open"];
        using var server = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        try
        {
            var line = await server.StandardOutput.ReadLineAsync(cancel) ?? "";
            await using var window = await browser.OpenAsync();
            await window.Page.GotoAsync(line[line.IndexOf("http", StringComparison.Ordinal)..].Split(' ')[0]);
            await window.Page.GetByText($"{Rovers} driving").WaitForAsync();
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
        finally
        {
            server.Kill();
        }
    }
}
