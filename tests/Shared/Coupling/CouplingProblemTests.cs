using MultiAgentEdge.Coupling;

namespace MultiAgentEdge.Tests.Shared.Coupling;

public sealed class CouplingProblemTests
{
    [Fact]
    public void An_agent_takes_part_in_the_rows_where_its_matrix_is_not_zero()
    {
        var problem = new CouplingProblem(agents: 2, rows: 2, stages: 3, outputs: 2);
        problem.M[1][3] = -0.5;
        Assert.False(problem.Takes(0, 1));
        Assert.False(problem.Takes(1, 0));
        Assert.True(problem.Takes(1, 1));
    }

    [Fact]
    public void Rows_begin_as_hard_equalities()
    {
        var problem = new CouplingProblem(agents: 1, rows: 1, stages: 1, outputs: 1);
        Assert.Equal(RowKind.Equality, problem.Kinds[0]);
        Assert.Equal(CouplingProblem.Hard, problem.SlackWeight[0]);
        Assert.True(problem.NeedsAll[0]);
    }
}
