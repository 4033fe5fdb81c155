using System.Text.RegularExpressions;
using Microsoft.Playwright;
using MultiAgentEdge.Host.Cli;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Pages;

/// <summary>What runs left behind, found, played back, compared and deleted by clicking.</summary>
public sealed partial class RunsPageTests(PageBrowser browser) : IDisposable
{
    private readonly string runs = Directory.CreateTempSubdirectory("mae pages ").FullName;

    public void Dispose() => Directory.Delete(runs, recursive: true);

    [Fact]
    public async Task Runs_play_back_compare_and_go()
    {
        Assert.SkipWhen(browser.Missing is not null, browser.Missing ?? "");
        await DriveAsync("--shape", "line", "--seed", "1");
        await DriveAsync("--shape", "triangle", "--seed", "2");
        using var broker = MqttNetBroker.Start();
        await using var watch = await DrivenVerb.StartAsync(
            "watch", "--broker", $"127.0.0.1:{broker.Port}", "--no-open", "--control", "--runs", runs);
        await using var window = await browser.OpenAsync(height: 1100);
        var page = window.Page;
        await page.GotoAsync(watch.Url + "#runs");
        var rows = page.GetByRole(AriaRole.Region, new() { Name = "Runs", Exact = true }).Locator("tbody tr");
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        await page.GetByLabel("Search").FillAsync("nothing like it");
        await page.GetByText("No run is called so.").WaitForAsync();
        await page.GetByLabel("Search").FillAsync("formation");
        await Assertions.Expect(rows).ToHaveCountAsync(2);

        await rows.First.GetByRole(AriaRole.Button, new() { NameRegex = new("^Play ") }).ClickAsync();
        await page.GetByLabel("Speed of playback").SelectOptionAsync("32");
        await page.GetByRole(AriaRole.Button, new() { Name = "Play", Exact = true }).ClickAsync();
        await page.GetByText("rover-1: running").WaitForAsync();
        await page.GetByText(EndOfRecord()).WaitForAsync();
        await page.GetByLabel("Time of the record").FillAsync("10");
        await page.GetByText(new Regex("^10.0 of ")).WaitForAsync();
        await page.Locator("[data-run] .plot canvas").First.WaitForAsync();
        await window.AwaitAsync("missionControl.part.map.frames > 0 && Number.isFinite(missionControl.part.map.view.scale)");
        Assert.True(await page.EvaluateAsync<bool>("missionControl.part.map.scene.shape.name === 'triangle'"));
        await window.ShootAsync("playback", whole: true);

        foreach (var box in await page.GetByRole(AriaRole.Checkbox).AllAsync())
            await box.CheckAsync();
        await window.Button("Compare 2").ClickAsync();
        await page.GetByRole(AriaRole.Rowheader, new() { Name = "shape" }).First.WaitForAsync();
        await page.Locator("[data-comparison] .plot canvas").First.WaitForAsync();
        await window.ShootAsync("compared", whole: true);

        var delete = rows.First.GetByRole(AriaRole.Button, new() { NameRegex = new("^Delete ") });
        await delete.ClickAsync();
        Assert.Equal(2, Directory.GetDirectories(runs).Length);
        await delete.ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        Assert.Single(Directory.GetDirectories(runs));
        Assert.Empty(window.Complaints);
    }

    private async Task DriveAsync(params string[] more)
    {
        using var error = new StringWriter();
        string[] arguments = ["run", "formation", .. more, "--rovers", "3", "--periods", "60", "--in-process", "--runs", runs];
        Assert.Equal(ExitCode.Ok, await MaeApp.RunAsync(arguments, TextWriter.Null, error, TestContext.Current.CancellationToken));
    }

    // "14.8 of 14.8 s"
    [GeneratedRegex(@"^(\d+\.\d) of \1 s$")]
    private static partial Regex EndOfRecord();
}
