using System.Reflection;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Tests.Shared.Parameters;

public class ParameterNameTests
{
    [Fact]
    public void Every_id_has_a_name_of_its_own_that_leads_back()
    {
        ushort[] ids = [.. typeof(ParameterId).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(f => f.FieldType == typeof(ushort)).Select(f => (ushort)f.GetRawConstantValue()!)];
        Assert.True(ids.Length > 30);
        for (int layer = 0; layer < ParameterId.ActorLayerLimit; layer++)
        {
            ids = [.. ids, ParameterId.ActorWeight(layer), ParameterId.ActorBias(layer), ParameterId.ActorScale(layer),
                ParameterId.ActorLayerNorm(layer)];
        }

        foreach (ushort id in ids)
        {
            string name = ParameterName.Of(id);
            Assert.Matches("^[a-z_0-9]+$", name);
            Assert.DoesNotContain("id_", name);
            Assert.Equal(id, ParameterName.IdOf(name));
            Assert.NotEmpty(ParameterName.UnitOf(id));
        }
    }

    [Fact]
    public void Unknown_ids_and_names_are_told_as_such()
    {
        Assert.Equal("id_999", ParameterName.Of(999));
        Assert.Equal(0, ParameterName.IdOf("model_c"));
        Assert.Equal("actor_bias_3", ParameterName.Of(113));
        Assert.Equal("id_116", ParameterName.Of(116)); // a fifth layer
        Assert.Equal("us", ParameterName.UnitOf(ParameterId.PeriodUs));
    }
}
