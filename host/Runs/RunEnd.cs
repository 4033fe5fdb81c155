using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Runs;

/// <summary>How a run ended, for those who write down what it left.</summary>
/// <param name="State">One of <see cref="RunState"/>.</param>
/// <param name="Why">Null where it came to its own end.</param>
public sealed record RunEnd(string State, Exception? Why)
{
    public bool IsEarly => Why is not null;

    /// <summary>For the top of its page: one sentence; empty where it came to its own end.</summary>
    public string Notice => State switch
    {
        RunState.Completed => "",
        RunState.Stopped => "This run was stopped before its end: what follows is what it had come to.",
        RunState.TimedOut => $"This run's time was up before its end: what follows is what it had come to. {Reason}".TrimEnd(),
        _ => $"This run failed before its end: what follows is what it had come to. {Reason}".TrimEnd(),
    };

    private string Reason => Why is null or OperationCanceledException ? "" : Why is MaeException known ? known.What : Why.Message;
}
