using Microsoft.Playwright;
using MultiAgentEdge.Tests.Pages;

[assembly: AssemblyFixture(typeof(PageBrowser))]

namespace MultiAgentEdge.Tests.Pages;

/// <summary>The Chromium that this machine has, headless; tests skip with a word where there is none.</summary>
public sealed class PageBrowser : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    // Nothing of it talks to anybody but the page's server.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync",
    ];

    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>Why there is none; null: there is.</summary>
    public string? Missing { get; private set; }

    public IBrowser Browser => browser ?? throw new InvalidOperationException(Missing);

    public async ValueTask InitializeAsync()
    {
        // The browser is the machine's: Playwright's driver is to fetch none.
        Environment.SetEnvironmentVariable("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        if (Find() is not { } path)
        {
            Missing = "No Chromium on this machine: apt-get install chromium.";
            return;
        }

        Assertions.SetDefaultExpectTimeout(30_000);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = path, Headless = true, Args = Arguments, Timeout = 60_000 });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.CloseAsync();
        playwright?.Dispose();
    }

    /// <summary>A window of its own, with everything that the page complains of.</summary>
    public async Task<Window> OpenAsync(int width = 1280, int height = 860, bool isDark = false, bool isTouch = false)
    {
        var context = await Browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            HasTouch = isTouch,
        });
        return new Window(context, await context.NewPageAsync());
    }

    private static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
}
