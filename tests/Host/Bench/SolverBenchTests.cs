using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Bench;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Tests.Host.Bench;

/// <summary>The sample problems through the bench that <c>mae bench solver</c> runs; no time is asserted.</summary>
public class SolverBenchTests
{
    private static readonly IReadOnlyList<SolverBenchResult> Results = Run(new SolverBenchOptions { SecondsPerProblem = 0.05 });

    [Fact]
    public void Sample_problems_are_solved_to_the_residual_that_the_docs_promise()
    {
        Assert.Equal(["hover-N10", "hover-N20", "hover-N5", "s1-agent1", "s1-agent2", "s1-agent3"], Results.Select(result => result.Name));
        Assert.All(Results, result =>
        {
            Assert.Equal("solved", result.Status);
            Assert.InRange(result.KktResidual, 0, 1e-9);
            Assert.Equal(0, result.AllocatedBytes);
        });
    }

    [Fact]
    public void Hover_reaches_the_objectives_that_came_with_the_data()
        => Assert.All(Results.Where(result => result.Name.StartsWith("hover", StringComparison.Ordinal)),
            result => Assert.InRange(result.ObjectiveDeviation ?? double.NaN, 0, 1e-9));

    [Fact]
    public void A_local_problem_of_the_formation_fits_a_board_and_needs_few_iterations_warm()
        => Assert.All(Results.Where(result => result.Name.StartsWith("s1", StringComparison.Ordinal)), result =>
        {
            Assert.InRange(result.StateBytes ?? 0, 1, 8 * 1024);
            Assert.InRange(result.IterationsMean, 1, 5);
        });

    [Fact]
    public void Json_has_one_entry_a_problem_with_the_unit_in_each_key()
    {
        JsonObject json = SolverBench.ToJson(new SolverBenchOptions(), Results);
        JsonObject first = json["problems"]!.AsArray()[0]!.AsObject();
        foreach (string key in new[] { "name", "status", "objective", "kkt_residual", "iterations", "solve_ns_mean", "solve_ns_max",
            "allocated_bytes" })
            Assert.True(first.ContainsKey(key), key);
    }

    [Theory]
    [InlineData("{", "no readable JSON")]
    [InlineData("[]", "is not an object")]
    [InlineData("""{"n":1}""", "m is missing")]
    [InlineData("""{"n":0,"m":0}""", "n is not a whole number")]
    [InlineData("""{"n":1,"m":1,"H":[1],"A":[1,2],"f":[0],"lower":[0],"upper":[0]}""", "A has 2 elements, not 1")]
    [InlineData("""{"n":1,"m":0,"H":["x"],"A":[],"f":[0],"lower":[],"upper":[]}""", "H[0] is not a number")]
    [InlineData("""{"n":1,"m":0,"H":[1],"A":[],"f":[0],"lower":[],"upper":[],"sequence":[{"f":[]}]}""", "sequence[0].f has 0 elements, not 1")]
    public void A_bad_file_is_named_with_its_field(string content, string complaint)
    {
        string folder = Directory.CreateTempSubdirectory("mae-bench-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "bad.json"), content);
            MaeException error = Assert.Throws<MaeException>(() => Run(new SolverBenchOptions { Problems = folder }));
            Assert.Equal(ExitCode.Configuration, error.ExitCode);
            Assert.Contains("bad.json", error.Message, StringComparison.Ordinal);
            Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void An_unusable_problem_reports_its_status_instead_of_figures()
    {
        string folder = Directory.CreateTempSubdirectory("mae-bench-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "concave.json"), """{"n":1,"m":0,"H":[-1],"A":[],"f":[0],"lower":[],"upper":[]}""");
            Assert.Equal("invalid_data", Assert.Single(Run(new SolverBenchOptions { Problems = folder })).Status);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    // What other programs write: Infinity for no bound, one variable and no rows, rows of zeros, and steps whose equalities come and go.
    [Theory]
    [InlineData("""{"n":1,"m":1,"H":[1],"A":[1],"f":[-3],"lower":[-Infinity],"upper":[Infinity]}""", "solved", -4.5)]
    [InlineData("""{"n":1,"m":1,"H":[1],"A":[1],"f":[-3],"lower":[-1e300],"upper":[1e999]}""", "solved", -4.5)]
    [InlineData("""{"n":1,"m":1,"H":[1],"A":[1],"f":[-3],"lower":[0],"upper":[1],"soft_weight":[Infinity]}""", "solved", -2.5)]
    [InlineData("""{"n":1,"m":1,"H":[1],"A":[1],"f":[-3],"lower":[Infinity],"upper":[Infinity]}""", "invalid_data", null)]
    [InlineData("""{"n":1,"m":0,"H":[0],"A":[],"f":[0],"lower":[],"upper":[]}""", "solved", 0.0)]
    [InlineData("""{"n":1,"m":0,"H":[0],"A":[],"f":[1],"lower":[],"upper":[]}""", "unbounded", null)]
    [InlineData("""{"n":2,"m":2,"H":[1,0,0,1],"A":[0,0,1,1],"f":[0,0],"lower":[-1,2],"upper":[0,2]}""", "solved", 1.0)]
    [InlineData("""{"n":2,"m":2,"H":[1,0,0,1],"A":[1,1,1,1],"f":[0,0],"lower":[1,0],"upper":[1,0.999999]}""", "infeasible", null)]
    [InlineData("""{"n":1,"m":1,"H":[1],"A":[1],"f":[-3],"lower":[1],"upper":[1],"sequence":[{},{"lower":[0]},{"upper":[2],"lower":[2]}]}""", "solved", -2.5)]
    public void Files_of_other_programs_are_understood(string content, string status, double? objective)
    {
        string folder = Directory.CreateTempSubdirectory("mae-bench-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "a.json"), content);
            SolverBenchResult result = Assert.Single(Run(new SolverBenchOptions { Problems = folder, SecondsPerProblem = 0.05 }));
            Assert.Equal(status, result.Status);
            Assert.Equal(objective ?? double.NaN, result.Objective, 1e-9);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void A_bad_file_does_not_cost_the_others_their_results()
    {
        string folder = Directory.CreateTempSubdirectory("mae-bench-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "a.json"), """{"n":1,"m":1,"H":[1],"A":[1],"f":[0],"lower":[0],"upper":"x"}""");
            File.WriteAllText(
                Path.Combine(folder, "b.json"),
                """{"n":1,"m":1,"H":[1],"A":[1],"f":[NaN],"lower":[-Infinity],"upper":[0],"name":"NaN in \" quotes"}""");
            File.WriteAllText(
                Path.Combine(folder, "c.json"),
                """{"n":1,"m":1,"H":[1],"A":[1],"f":[0],"lower":[2],"upper":[3],"sequence":[{"lower":[4]},{"lower":[1]}]}""");
            IReadOnlyList<SolverBenchResult> results = Run(new SolverBenchOptions { Problems = folder, SecondsPerProblem = 0.05 });
            Assert.Equal(["a", "NaN in \" quotes", "c"], results.Select(result => result.Name));
            Assert.Contains("upper is not an array", results[0].Error!.Message, StringComparison.Ordinal);
            Assert.Equal("invalid_data", results[1].Status);
            Assert.Null(results[1].ToJson()["kkt_residual"]);
            Assert.Equal("infeasible", results[2].Status);
            Assert.Equal(["infeasible", "solved"], results[2].Statuses);
            Assert.Equal(2, results[2].Objective, 1e-9);
            Assert.Equal(0.5, results[2].Objectives[1], 1e-9);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void An_unknown_engine_is_a_usage_error()
        => Assert.Equal(ExitCode.Usage, Assert.Throws<MaeException>(() => Run(new SolverBenchOptions { Engine = "magic" })).ExitCode);

    private static IReadOnlyList<SolverBenchResult> Run(SolverBenchOptions options)
        => SolverBench.Run(options, cancellation: TestContext.Current.CancellationToken);
}
