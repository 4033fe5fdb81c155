namespace MultiAgentEdge.Host.Commands;

/// <summary>Whether a verb can be watched: in a browser, and where it drives a fleet, with a key of the terminal that stops it.</summary>
public enum WebPage
{
    /// <summary>It drives nobody.</summary>
    None,

    /// <summary>A page where <c>--web</c> asks for one.</summary>
    OnRequest,

    /// <summary>A page unless <c>--web false</c> or <c>--json</c> says otherwise: for newcomers.</summary>
    Unasked,

    /// <summary>It trains, and drives nobody: where <c>--web</c> asks, a page with its curves.</summary>
    Training,
}
