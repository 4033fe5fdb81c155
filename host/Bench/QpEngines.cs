using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Bench;

/// <summary>Engines by the name that <c>--engine</c> takes.</summary>
public static class QpEngines
{
    /// <summary>Names that <see cref="Create"/> knows, the default first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["mae", "osqp"];

    public static IQpEngine Create(string name) => name switch
    {
        "mae" => new QpSolverEngine(),
#if OSQP
        "osqp" => new OsqpEngine(),
#else
        "osqp" =>
            throw new MaeException(ExitCode.Configuration, "MAE234", "The engine \"osqp\" is not built in: package osqp-net is opt-in.",
            "Type: dotnet build -c Release -p:UseOsqp=true host/Cli/Cli.csproj (the package feed must have osqp-net), then try again."),
#endif
        _ => throw new MaeException(ExitCode.Usage, "MAE002", $"There is no engine \"{name}\".", $"Engines: {string.Join(", ", Names)}."),
    };
}
