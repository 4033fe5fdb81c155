using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace MultiAgentEdge.Tests.Pages;

/// <summary>What a newcomer does with the page of <c>mae demo</c>.</summary>
public sealed class DemoPageTests(PageBrowser browser) : IDisposable
{
    private readonly string runs = Directory.CreateTempSubdirectory("mae pages ").FullName;

    public void Dispose() => Directory.Delete(runs, recursive: true);

    [Fact]
    public async Task The_fleet_drives_on_it_a_slider_changes_its_speed_and_stop_stops_it()
    {
        Assert.SkipWhen(browser.Missing is not null, browser.Missing ?? "");
        await using var demo = await DrivenVerb.StartAsync("demo", "--speed", "4", "--no-open", "--runs", runs);
        await using var window = await browser.OpenAsync();
        var page = window.Page;
        await page.GotoAsync(demo.Url);
        await page.GetByText("3 driving").WaitForAsync();
        await page.GetByLabel("Speed").FillAsync("0.3");
        await page.GetByText("the mission took it").WaitForAsync();
        await page.GetByText("0.30 m/s").WaitForAsync();
        await page.GetByText(new Regex(@"^2\d\.\d s of the mission")).WaitForAsync();
        await window.ShootAsync("demo");

        // The path by its middle, somewhere else.
        await page.GetByText("What happened").ClickAsync();
        await window.DragAsync("missionControl.map.screen(0, 0)", 40, 0);
        await window.AwaitAsync("missionControl.map.scene.path.centre_m[0] > 0.1");

        // What stands there was carried elsewhere: the mission follows, and refuses what it cannot drive past.
        await window.DragAsync("missionControl.map.screen(scene.obstacles[0].x_m, scene.obstacles[0].y_m)", 40, -30);
        await window.AwaitAsync("missionControl.map.scene.obstacles[0].x_m > 0.1");

        // A parameter, and back.
        await page.GetByLabel("Name").SelectOptionAsync("stage_input_weight");
        await window.AwaitAsync("document.getElementById('knob-value').value !== ''");
        await page.Locator("#knob-value").FillAsync("2");
        // An answer that comes while a person types takes nothing from what is typed.
        await page.EvaluateAsync("missionControl.knobs.fill()");
        Assert.Equal("2", await page.Locator("#knob-value").InputValueAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Set", Exact = true }).ClickAsync();
        await page.GetByText(new Regex(@"^Version \d+: .* → 2$")).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Undo ") }).First.ClickAsync();
        await page.GetByText(new Regex(@"^Version \d+: 2 → ")).WaitForAsync();
        await window.ShootAsync("demo-parameter", whole: true);

        await page.Keyboard.PressAsync("Escape");
        await page.GetByText("STOPPED: all 5 rovers have confirmed").WaitForAsync();
        await Assertions.Expect(page.Locator(".tile .pill").GetByText("emergency-stop")).ToHaveCountAsync(5);
        await window.ShootAsync("demo-stopped");

        Assert.Empty(window.Complaints);
        Assert.All(window.Requests, url => Assert.StartsWith(demo.Url, url, StringComparison.Ordinal));
    }
}
