using System.Text.RegularExpressions;
using Microsoft.Playwright;
using MultiAgentEdge.Host.Cli;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Tests.Pages;

/// <summary>The pages of the other missions: what each shows, and what of its world can be dragged.</summary>
public sealed class MissionPageTests(PageBrowser browser) : IDisposable
{
    private readonly string runs = Directory.CreateTempSubdirectory("mae pages ").FullName;

    public void Dispose() => Directory.Delete(runs, recursive: true);

    [Fact]
    public async Task A_landmark_that_is_dragged_is_covered_where_it_is_now()
    {
        Assert.SkipWhen(browser.Missing is not null, browser.Missing ?? "");
        using var error = new StringWriter();
        string[] training = ["train", "coverage", "--episodes", "4", "--evaluate", "4", "--actor-units", "8", "--runs", runs];
        Assert.Equal(ExitCode.Ok, await MaeApp.RunAsync(training, TextWriter.Null, error, TestContext.Current.CancellationToken));
        // Without --speed: who looks on sees them in real time.
        await using var run = await DrivenVerb.StartAsync(
            "run", "coverage", "--agents", "3", "--seconds", "600", "--web", "--no-open", "--runs", runs);
        await using var window = await browser.OpenAsync(height: 1100);
        var page = window.Page;
        await page.GotoAsync(run.Url);
        await page.GetByText("3 driving").WaitForAsync();
        await page.GetByText(new Regex(@"of 3 landmarks covered")).WaitForAsync();
        await page.GetByText("On the map, drag a landmark.").WaitForAsync();
        await window.ShootAsync("coverage");
        var before = await page.EvaluateAsync<double[]>("missionControl.map.scene.landmarks_m[0]");
        await window.DragAsync("missionControl.map.screen(...scene.landmarks_m[0])", 60, -45);
        await page.GetByText("the mission took it").WaitForAsync();
        await window.AwaitAsync(FormattableString.Invariant($"missionControl.map.scene.landmarks_m[0][0] > {before[0]} + 0.05"));
        await window.AwaitAsync(FormattableString.Invariant($"missionControl.map.scene.landmarks_m[0][1] > {before[1]} + 0.05"));
        // Every rover has it, as a set of its own.
        await Assertions.Expect(page.Locator("[data-field=set] dd")).ToHaveTextAsync(["v2", "v2", "v2"]);
        // It cannot be told to wait.
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Pause" })).ToHaveCountAsync(0);
        // Actors have no parameters to turn.
        await Assertions.Expect(page.Locator("#knobs")).ToBeHiddenAsync();
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task A_day_of_delivery_is_seen_with_its_places_and_ways()
    {
        Assert.SkipWhen(browser.Missing is not null, browser.Missing ?? "");
        await using var run = await DrivenVerb.StartAsync(
            "run", "delivery", "--agents", "2", "--iterations", "2", "--speed", "4", "--web", "--no-open", "--runs", runs);
        await using var window = await browser.OpenAsync(height: 1100);
        var page = window.Page;
        await page.GotoAsync(run.Url);
        await page.GetByText("2 driving").WaitForAsync();
        await page.GetByText(new Regex(@"^day 1 of 2 · .* places visited")).WaitForAsync();
        await page.GetByText("This mission cannot be told to move: places of the graph.").WaitForAsync();
        await window.AwaitAsync("missionControl.map.plans.size > 0 && missionControl.map.scene.graph.nodes.length > 2");
        await window.ShootAsync("delivery");
        Assert.Empty(window.Complaints);
    }
}
