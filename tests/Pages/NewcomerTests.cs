using Microsoft.Playwright;
using MultiAgentEdge.Host.Cli;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Tests.Pages;

/// <summary>The way of somebody new: <c>mae demo</c>, its page, a slider, STOP, on again; afterwards the run in the list, played back,
/// compared with the next.</summary>
public sealed class NewcomerTests(PageBrowser browser) : IDisposable
{
    private readonly string runs = Directory.CreateTempSubdirectory("mae pages ").FullName;

    public void Dispose() => Directory.Delete(runs, recursive: true);

    [Fact]
    public async Task From_the_first_look_to_two_runs_side_by_side()
    {
        Assert.SkipWhen(browser.Missing is not null, browser.Missing ?? "");
        await using var demo = await DrivenVerb.StartAsync(
            "demo", "--speed", "4", "--periods", "220", "--seed", "1", "--no-open", "--runs", runs);
        await using var window = await browser.OpenAsync(height: 1100);
        var page = window.Page;
        await page.GotoAsync(demo.Url);
        await page.GetByText("3 driving").WaitForAsync();
        Assert.False(await window.Page.EvaluateAsync<bool>(SpeedAbove(0.25)));
        await page.GetByLabel("Speed").FillAsync("0.3");
        // Not the slider alone: the rovers are faster.
        await window.AwaitAsync(SpeedAbove(0.25));

        await window.Button("STOP").ClickAsync();
        await page.GetByText("STOPPED: all 5 rovers have confirmed").WaitForAsync();
        await page.GetByText("nobody drives").WaitForAsync();
        await window.Button("Release …").ClickAsync();
        await window.Button("Release: nobody is in the way").ClickAsync();
        await page.GetByText("Released, and standing until somebody arms them").WaitForAsync();
        await window.ShootAsync("released");
        await window.Button("Arm …").ClickAsync();
        await window.Button("Arm: they drive on at once").ClickAsync();
        await page.GetByText("3 driving").WaitForAsync();
        await Assertions.Expect(page.Locator("[data-notice=stop]")).ToHaveCountAsync(0);

        await page.GetByText("the run has ended: see Runs").WaitForAsync(new() { Timeout = 120_000 });
        await NextAsync();
        await window.Tab("Runs").ClickAsync();
        var rows = page.GetByRole(AriaRole.Region, new() { Name = "Runs", Exact = true }).Locator("tbody tr");
        // Each demo leaves its training besides.
        await page.GetByLabel("Search").FillAsync("demo-1");
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        await rows.Last.GetByRole(AriaRole.Button, new() { NameRegex = new("^Play ") }).ClickAsync();
        await page.GetByLabel("Speed of playback").SelectOptionAsync("32");
        await page.GetByRole(AriaRole.Button, new() { Name = "Play", Exact = true }).ClickAsync();
        await page.Locator("[data-mode=running]").GetByText("rover-1: running").WaitForAsync();
        foreach (var box in await page.GetByRole(AriaRole.Checkbox).AllAsync())
            await box.CheckAsync();
        await window.Button("Compare 2").ClickAsync();
        await page.GetByRole(AriaRole.Rowheader, new() { Name = "periods" }).First.WaitForAsync();
        await page.Locator("[data-comparison] .plot canvas").First.WaitForAsync();
        Assert.Empty(window.Complaints);
    }

    // Of what the page has heard in its last seconds.
    private static string SpeedAbove(double speedMS) =>
        "async () => (await (await fetch('/api/curves?signals=motion_speed_m_s&rovers=rover-1&since=0')).json())"
        + FormattableString.Invariant($".series['rover-1'].motion_speed_m_s.slice(-10).some(v => v > {speedMS})");

    private async Task NextAsync()
    {
        using var error = new StringWriter();
        string[] arguments = ["demo", "--speed", "0", "--periods", "60", "--seed", "2", "--in-process", "--web", "false", "--runs", runs];
        Assert.Equal(ExitCode.Ok, await MaeApp.RunAsync(arguments, TextWriter.Null, error, TestContext.Current.CancellationToken));
    }
}
