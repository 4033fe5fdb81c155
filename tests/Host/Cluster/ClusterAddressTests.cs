using MultiAgentEdge.Host.Cluster;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Tests.Host.Cluster;

public sealed class ClusterAddressTests
{
    [Theory]
    [InlineData("redis://10.0.0.7", "10.0.0.7", 6379, "mae", null)]
    [InlineData("redis://store.lab:7000/lab", "store.lab", 7000, "lab", null)]
    [InlineData("redis://host@store.lab/lab-2/", "store.lab", 6379, "lab-2", "host")]
    public void An_address_names_store_and_cluster(string text, string host, int port, string name, string? user) =>
        Assert.Equal(new ClusterAddress(host, port, name, user), ClusterAddress.Parse(text));

    [Theory]
    [InlineData("postgres://mae@10.0.0.7/lab", "10.0.0.7", 5432, "lab", "mae")]
    [InlineData("postgresql://store.lab:7000/lab", "store.lab", 7000, "lab", null)]
    public void Or_a_database(string text, string host, int port, string name, string? user) =>
        Assert.Equal(new ClusterAddress(host, port, name, user) { IsPostgres = true }, ClusterAddress.Parse(text));

    [Theory]
    [InlineData("postgres://mae:secret@store/lab", "holds a password")]
    [InlineData("lab", "is no address")]
    [InlineData("http://store", "http://")]
    [InlineData("redis://store/Lab 1", "which is no name")]
    [InlineData("redis://store/lab?x=1", "is no address")]
    [InlineData("redis://host:secret@store/lab", "holds a password")]
    public void What_is_none_is_refused_without_repeating_a_secret(string text, string said)
    {
        var error = Assert.Throws<MaeException>(() => ClusterAddress.Parse(text));
        Assert.Equal((ExitCode.Usage, "MAE559"), (error.ExitCode, error.Code));
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret@", error.Message, StringComparison.Ordinal);
    }
}
