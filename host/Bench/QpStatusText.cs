using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Bench;

/// <summary>Names of a status as JSON has them.</summary>
public static class QpStatusText
{
    public static string Of(QpStatus status) => status switch
    {
        QpStatus.Solved => "solved",
        QpStatus.Infeasible => "infeasible",
        QpStatus.Unbounded => "unbounded",
        QpStatus.NotConverged => "not_converged",
        _ => "invalid_data",
    };
}
