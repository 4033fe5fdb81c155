using MultiAgentEdge.Coupling;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Coordination.Tuning;
using MultiAgentEdge.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Host.Missions.Formation.Coordination;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Tests.Harness;
using MultiAgentEdge.Tests.Host.Missions.Coverage.Coordination;

namespace MultiAgentEdge.Tests.Host.Coordination.Tuning;

public sealed class TunedSetTests
{
    private static readonly byte[] Formation = FormationParameterSet.Build(
        FormationScenario.PaperS1().ParametersFor(0, FormationScenario.TrueModel), 7, NegotiationMode.Admm, 2, 0.25);

    private static readonly byte[] Coverage = CoverageParameterSet.Build(CoverageParameterSetTests.Policy(), [0.5, 0.5, -0.5, 0.25], 3);

    [Theory]
    [InlineData("speed_limit", null, new[] { 0.25 }, true)]
    [InlineData("stage_input_weight", 0, new[] { 4.0 }, true)]
    [InlineData("landmarks", 3, new[] { -0.75 }, false)]
    [InlineData("landmarks", null, new[] { 1.0, 2.0, 3.0, 4.0 }, false)]
    [InlineData("silence_limit", null, new[] { 9.0 }, false)]
    public void A_changed_number_is_there_and_the_self_test_holds_bit_by_bit(string name, int? element, double[] values, bool isFormation)
    {
        var before = isFormation ? Formation : Coverage;
        var known = ParameterDeclarations.Find(name, [])!;
        var expected = TunedSet.Read(before, known)!;
        for (var i = 0; i < values.Length; i++)
            expected[element ?? i] = values[i];

        var after = TunedSet.Of(before, [new ParameterChange(name, element, values, null)], [], []);

        Assert.Equal(expected, TunedSet.Read(after, known));
        var set = Parse(after);
        var old = Parse(before);
        Assert.Equal((old.Version, old.ShapeHash, before.Length), (set.Version, set.ShapeHash, after.Length));
        var controller = ControllerFactory.TryCreate(set, new RoverOptions())!;
        Assert.Equal(SelfTestStatus.Passed, new SelfTestVector(256, 256).Check(set, controller.TryAnswer));
        // And nothing else: every entry but this one and the answer is as it was.
        for (var entry = 0; entry < set.EntryCount; entry++)
        {
            if (set.IdOf(entry) == known.Id || set.IdOf(entry) == ParameterId.SelfTestOutput)
                continue;
            for (var i = 0; i < set.Count(entry); i++)
                Assert.Equal(old.GetDouble(entry, i), set.GetDouble(entry, i));
        }
    }

    [Fact]
    public void Several_changes_are_made_in_order_and_the_given_set_stays_as_it_is()
    {
        var given = (byte[])Formation.Clone();
        var after = TunedSet.Of(
            given,
            [new("speed_limit", null, [0.25], null), new("stage_input_weight", null, [3], null), new("speed_limit", null, [0.75], null)],
            [], []);
        Assert.Equal([0.75], TunedSet.Read(after, ParameterDeclarations.Find("speed_limit", [])!)!);
        Assert.Equal([3.0], TunedSet.Read(after, ParameterDeclarations.Find("stage_input_weight", [])!)!);
        Assert.Equal(Formation, given);
        Assert.Equal(Formation, TunedSet.Of(given, [], [], []));
    }

    [Theory]
    [InlineData("speed_limit", null, new[] { 1.5 }, "MAE332")]
    [InlineData("speed_limit", null, new[] { double.NaN }, "MAE332")]
    [InlineData("speed_limit", 1, new[] { 0.5 }, "MAE332")]
    [InlineData("speed_limit", null, new[] { 0.5, 0.5 }, "MAE332")]
    [InlineData("input_lower", null, new[] { 5.0 }, "MAE333")] // above the upper bound
    [InlineData("stage_input_weight", null, new[] { -1e5 }, "MAE333")] // a cost without a minimum
    [InlineData("horizon", null, new[] { 3.0 }, "MAE331")]
    [InlineData("self_test_output", 0, new[] { 3.0 }, "MAE331")]
    [InlineData("landmarks", 0, new[] { 3.0 }, "MAE330")] // of another mission
    [InlineData("nothing", null, new[] { 3.0 }, "MAE330")]
    public void What_cannot_be_is_refused_by_code_and_changes_nothing(string name, int? element, double[] values, string code)
    {
        var given = (byte[])Formation.Clone();
        var refused = Assert.Throws<TuningException>(() => TunedSet.Of(given, [new ParameterChange(name, element, values, null)], [], []));
        Assert.Equal(code, refused.Code);
        Assert.Equal(Formation, given);
    }

    [Fact]
    public void A_set_under_another_number_is_the_same_set()
    {
        var other = TunedSet.Renumbered(Formation, 99);
        Assert.Equal(99u, Parse(other).Version);
        Assert.Equal(Formation, TunedSet.Renumbered(other, 7));
    }

    [Fact]
    public void Every_parameter_of_the_product_is_declared_once_under_its_own_name()
    {
        var known = Enumerable.Range(1, ParameterId.SelfTestOutput).Select(id => (ushort)id)
            .Where(id => !ParameterName.Of(id).StartsWith("id_", StringComparison.Ordinal)).ToList();
        Assert.Equal(known, ParameterDeclarations.All.Select(one => one.Id).Order());
        Assert.All(ParameterDeclarations.All, one => Assert.Equal((ParameterName.Of(one.Id), ParameterName.UnitOf(one.Id)),
            (one.Name, one.Unit)));
        Assert.All(ParameterDeclarations.All, one => Assert.True(one.Least < one.Most && one.Description.EndsWith('.'), one.Name));
        Assert.All(ParameterDeclarations.All, one => Assert.True(one.Default is not { } usual || (usual >= one.Least && usual <= one.Most)));
    }

    private static ParameterSet Parse(byte[] bytes)
    {
        var set = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(bytes, bytes.Length));
        return set;
    }
}
