using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace MultiAgentEdge.Tests.Pages;

/// <summary>One browser window: what it asked for, and what it complained of.</summary>
public sealed class Window : IAsyncDisposable
{
    private static readonly string Artefacts = Path.Combine(AppContext.BaseDirectory, "screenshots");
    private readonly IBrowserContext context;

    public Window(IBrowserContext context, IPage page)
    {
        (this.context, Page) = (context, page);
        page.SetDefaultTimeout(30_000);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                Complaints.Add(message.Text);
        };
        page.PageError += (_, error) => Complaints.Add(error);
        page.Request += (_, request) => Requests.Add(request.Url);
    }

    public IPage Page { get; }

    /// <summary>Errors of scripts, and what the content security policy refused.</summary>
    public ConcurrentBag<string> Complaints { get; } = [];

    public ConcurrentBag<string> Requests { get; } = [];

    /// <summary>Keeps what is seen, beside the tests.</summary>
    public async Task ShootAsync(string name, bool whole = false)
    {
        Directory.CreateDirectory(Artefacts);
        await Page.ScreenshotAsync(new() { Path = Path.Combine(Artefacts, name + ".png"), FullPage = whole });
    }

    /// <summary>A part of it alone.</summary>
    public static async Task ShootAsync(string name, ILocator part)
    {
        Directory.CreateDirectory(Artefacts);
        await part.ScreenshotAsync(new() { Path = Path.Combine(Artefacts, name + ".png") });
    }

    /// <summary>Waits until an expression of the page is true. Not by Playwright's own, which needs eval: the page forbids it.</summary>
    public async Task AwaitAsync(string expression)
    {
        var limit = DateTime.UtcNow + TimeSpan.FromSeconds(30);
        while (!await Page.EvaluateAsync<bool>(expression))
        {
            Assert.True(DateTime.UtcNow < limit, $"not in time: {expression}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Drags what is somewhere on the map of the fleet.</summary>
    /// <param name="from">An expression of its place, px, such as <c>missionControl.map.screen(0, 0)</c>; <c>scene</c> is the map's.</param>
    /// <param name="dx">To the right, px.</param>
    /// <param name="dy">Down, px.</param>
    public async Task DragAsync(string from, int dx, int dy)
    {
        // A view that still fits itself to rovers that move would be elsewhere by the time that the hand is there.
        var at = await Page.EvaluateAsync<float[]>(
            "() => { const map = missionControl.map, scene = map.scene, box = map.canvas.getBoundingClientRect(); map.isFitted = false;"
            + $" const [x, y] = {from}; return [box.x + x, box.y + y]; }}");
        await Page.Mouse.MoveAsync(at[0], at[1]);
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync(at[0] + dx, at[1] + dy, new() { Steps = 4 });
        await Page.Mouse.UpAsync();
    }

    public ILocator Tab(string name) => Page.GetByRole(AriaRole.Tab, new() { Name = name });

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name });

    public async ValueTask DisposeAsync() => await context.CloseAsync();
}
