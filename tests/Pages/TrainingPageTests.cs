using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using MultiAgentEdge.Host.Cli;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Pages;

/// <summary>Trainings on the page while they learn, and over each other afterwards.</summary>
public sealed class TrainingPageTests(PageBrowser browser) : IDisposable
{
    private readonly string runs = Directory.CreateTempSubdirectory("mae pages ").FullName;

    public void Dispose() => Directory.Delete(runs, recursive: true);

    [Fact]
    public async Task Its_curves_grow_while_it_trains()
    {
        Assert.SkipWhen(browser.Missing is not null, browser.Missing ?? "");
        // Longer than anybody looks here: it is stopped.
        await using var train = await DrivenVerb.StartAsync(
            "train", "coverage", "--algorithm", "mappo", "--objective", "minimum-time", "--episodes", "200000", "--web", "--no-open",
            "--runs", runs);
        await using var window = await browser.OpenAsync();
        var page = window.Page;
        await page.GotoAsync(train.Url);
        await page.GetByText("train coverage", new() { Exact = true }).First.WaitForAsync();
        // Nobody drives: there is nothing to stop, and no fleet.
        await Assertions.Expect(page.Locator("#stop")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("#views")).ToBeHiddenAsync();
        var row = page.GetByRole(AriaRole.Region, new() { Name = "Trainings" }).Locator("tbody tr");
        await row.GetByText("environment steps").WaitForAsync();
        await page.Locator("#signal-training").SelectOptionAsync("time_steps");
        const string points = "missionControl.part.runs[0]?.values.filter(v => v !== null).length";
        await window.AwaitAsync($"{points} > 1 && missionControl.part.runs[0].progress.seconds_left > 0");
        var before = await page.EvaluateAsync<int>(points);
        await window.AwaitAsync($"{points} > {before}");
        const string begun = "one.what === 'minimum time, no constraint' && one.at === 0";
        await window.AwaitAsync($"missionControl.part.runs[0].marks.some(one => {begun})");
        await Window.ShootAsync("training", page.Locator("[data-training]"));
        var found = (await page.RunAxe()).Violations;
        Assert.True(found.Length == 0, string.Join("\n", found.Select(one => $"{one.Id} {one.Help}")));
        // It is listed, with how far it is.
        await page.GetByRole(AriaRole.Region, new() { Name = "Runs", Exact = true }).GetByText(new Regex(@"^running \d+ %$"))
            .WaitForAsync();

        Assert.Empty(window.Complaints);
        Assert.All(window.Requests, url => Assert.StartsWith(train.Url, url, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Trainings_that_are_over_lie_over_each_other_by_their_seeds()
    {
        Assert.SkipWhen(browser.Missing is not null, browser.Missing ?? "");
        await TrainAsync("formation", "--samples", "1200", "--seed", "1");
        await TrainAsync("formation", "--samples", "600", "--seed", "2");
        await TrainAsync("delivery", "--iterations", "2", "--agents", "2");
        using var broker = MqttNetBroker.Start();
        await using var watch = await DrivenVerb.StartAsync(
            "watch", "--broker", $"127.0.0.1:{broker.Port}", "--no-open", "--runs", runs);
        await using var window = await browser.OpenAsync(height: 1100);
        var page = window.Page;
        await page.GotoAsync(watch.Url + "#runs");
        var rows = page.GetByRole(AriaRole.Region, new() { Name = "Runs", Exact = true }).Locator("tbody tr");
        await Assertions.Expect(rows).ToHaveCountAsync(3);
        await Assertions.Expect(rows.GetByRole(AriaRole.Button, new() { NameRegex = new("^Play ") })).ToHaveCountAsync(0);
        await page.GetByLabel("Search").FillAsync("formation");
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        foreach (var box in await page.GetByRole(AriaRole.Checkbox).AllAsync())
            await box.CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Curves of 2", Exact = true }).ClickAsync();
        await page.Locator("#signal-training").SelectOptionAsync("stage_cost");
        await window.AwaitAsync("missionControl.part.runs.map(run => run.values.length).join() === '600,1200'");
        await Assertions.Expect(page.Locator(".legend .key")).ToHaveTextAsync(["seed 2", "seed 1"]);
        await Assertions.Expect(page.Locator("[data-training] tbody progress")).ToHaveCountAsync(2);
        await window.AwaitAsync("[...document.querySelectorAll('[data-training] progress')].every(bar => bar.value === 1)");
        await window.Button("Each run apart").ClickAsync();
        await Assertions.Expect(page.Locator("[data-training] .plot")).ToHaveCountAsync(2);
        await window.Button("Each run apart").ClickAsync();
        await window.ShootAsync("trainings", whole: true);

        // Two rovers a day: a curve each.
        await page.GetByLabel("Search").FillAsync("delivery");
        await window.Button("Curves of ").Last.ClickAsync();
        await page.Locator("#signal-training").SelectOptionAsync("agent-2.nodes_visited");
        await window.AwaitAsync("missionControl.part.runs[0].at.join() === '0,1,2'");
        Assert.Empty(window.Complaints);
    }

    private async Task TrainAsync(params string[] options)
    {
        using var error = new StringWriter();
        string[] arguments = ["train", .. options, "--runs", runs];
        Assert.Equal(ExitCode.Ok, await MaeApp.RunAsync(arguments, TextWriter.Null, error, TestContext.Current.CancellationToken));
    }
}
