namespace MultiAgentEdge.Host.Commands;

/// <summary>
/// An error for a person: a stable code, what is wrong with which thing, and what to type next. Codes: MAE0xx usage, MAE1xx this machine,
/// MAE2xx files, MAE3xx parameters and rovers, MAE4xx broker and link, MAE5xx a run.
/// </summary>
public sealed class MaeException : Exception
{
    public MaeException(int exitCode, string code, string what, string next, Exception? inner = null)
        : base($"{code} {what} {next}", inner)
    {
        ExitCode = exitCode;
        Code = code;
        What = what;
        Next = next;
    }

    /// <summary>One of <see cref="ExitCode"/>.</summary>
    public int ExitCode { get; }

    public string Code { get; }

    /// <summary>What is wrong, with which: one sentence.</summary>
    public string What { get; }

    /// <summary>What to do or type next: one sentence.</summary>
    public string Next { get; }
}
