using System.Text;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;

namespace MultiAgentEdge.Tests.Host.Fleet;

public sealed class FleetFileReaderTests
{
    [Fact]
    public void The_template_is_the_default_and_the_default_is_the_paper()
    {
        var template = Read(FleetTemplate.For("s1"), out var problems);
        Assert.Empty(problems);
        var empty = Read("", out problems);
        Assert.Empty(problems);
        Assert.Equivalent(empty, template, strict: true);
        Assert.Equal([-2.0, 2, 4], empty.Distances.Select(row => row.DistanceM));
        Assert.Equal([0.9, 0.35, 0, 1.1], empty.Rovers[0].Plant!.A);
    }

    [Theory]
    [InlineData("horizn: 10", "MAE201", 1, 1, "\"horizon\"")]
    [InlineData("fleet: a\nperiod_ms: 250", "MAE202", 2, 1, "\"period_s\"")]
    [InlineData("period: 0.25", "MAE202", 1, 1, "\"period_s\"")]
    [InlineData("period_s: 250 ms", "MAE206", 1, 11, "write 0.25")]
    [InlineData("rovers:\n  - name: a\n  - name: a", "MAE203", 3, 11, "name of its own")]
    [InlineData("fleet: a\nfleet: b", "MAE203", 2, 1, "Keep one")]
    [InlineData("rovers: [{name: Rover_1}]", "MAE204", 1, 17, "\"rover-1\"")]
    [InlineData("fleet: a/b", "MAE204", 1, 8, "\"ab\"")]
    [InlineData("broker: {port: 70000}", "MAE205", 1, 16, "65535")]
    [InlineData("horizon: 1.5", "MAE206", 1, 10, "whole number")]
    [InlineData("period_s: .nan", "MAE206", 1, 11, "plain number")]
    [InlineData("negotiation: adm", "MAE205", 1, 14, "\"admm\"")]
    [InlineData("rovers: 3", "MAE206", 1, 9, "one item a line")]
    [InlineData("rovers: []", "MAE205", 1, 9, "1 to 100000")]
    [InlineData("rovers: [{body: linear}]", "MAE209", 1, 10, "name: rover-1")]
    [InlineData("rovers: [{name: a, start: {x_m: 5000}}]", "MAE205", 1, 33, "1000")]
    [InlineData("rovers: [{name: a, reference_cm: 3}]", "MAE202", 1, 20, "\"reference_m\"")]
    [InlineData("formation: {distances: [{from: rover-1, to: rovr-2, distance_m: 1}]}", "MAE208", 1, 45, "\"rover-2\"")]
    [InlineData("formation: {distances: [{from: rover-1, to: rover-1, distance_m: 1}]}", "MAE205", 1, 25, "two rovers")]
    [InlineData("rovers: [{name: a, plant: {a: [1, 2, 3], b: [1, 2]}}]", "MAE206", 1, 31, "4 numbers")]
    [InlineData("fleet: [", "MAE207", 2, 1, "mae new")]
    [InlineData("a: &x 1\nb: *x", "MAE207", 2, 4, "mae new")]
    [InlineData("- 1", "MAE206", 1, 1, "key: value")]
    [InlineData("fleet: s1\nrovers:\n\t- name: rover-1\n", "MAE207", 3, 1, "indentation")] // case 15 of issue 10
    [InlineData("fleet: s1\r\nrovers:\r\n  - name: a\r\nformation:\r\n\tdistances: []\r\n", "MAE207", 5, 1, "indentation")]
    [InlineData("fleet: s1\n\tseed: 1\n", "MAE207", 2, 1, "indentation")]
    [InlineData("fleet: s1\nrovers:\n  - name: a\n\t  body: rover\n", "MAE207", 4, 1, "indentation")]
    [InlineData("fleet: s1\nrovers: [{name: a}\nseed: 3\n", "MAE207", 2, 9, "mae new")]
    [InlineData("fleet: s1\nbroker: {port: 1\nseed: 3\n", "MAE207", 2, 9, "mae new")]
    [InlineData("fleet: s1\nkey_file: \"fleet.key\nseed: 3\n", "MAE207", 2, 11, "mae new")]
    [InlineData("seed: 1\nhorizon: 3: 4\n", "MAE207", 2, 11, "mae new")]
    [InlineData("broker: {host: \":18831\"}", "MAE215", 1, 16, "192.168.1.10")]
    [InlineData("broker: {host: tcp://a}", "MAE215", 1, 16, "mqtts://")]
    [InlineData("broker: {host: \"\"}", "MAE206", 1, 16, "one line")]
    [InlineData("broker:\n  host: a:1884\n  port: 1885\n", "MAE215", 3, 9, "Keep one")]
    [InlineData("broker: {host: mqtt://a, ca_file: ca.pem}", "MAE215", 1, 16, "mqtts://")]
    [InlineData("rovers: [{name: rover-}]", "MAE204", 1, 17, "\"rover\"")]
    [InlineData("rovers: [{name: \"rover-1\\n\"}]", "MAE204", 1, 17, "\"rover-1\"")]
    public void A_mistake_is_named_with_its_place_and_a_way_out(string text, string code, int line, int column, string next)
    {
        Read(text, out var problems);
        var problem = problems[0];
        Assert.Equal(code, problem.Code);
        Assert.Equal((line, column), ((int)problem.Line, (int)problem.Column));
        Assert.Contains(next, problem.Next, StringComparison.Ordinal);
        Assert.StartsWith($"fleet.yaml:{line}:{column}: ", problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"[::1]\"", "::1", 1883, null)]
    [InlineData("127.0.0.1:18831", "127.0.0.1", 18831, null)]
    [InlineData("mqtt://127.0.0.1", "127.0.0.1", 1883, false)]
    [InlineData("mqtts://broker.lan", "broker.lan", 8883, true)]
    public void A_broker_is_written_in_every_way_of_an_address(string text, string host, int port, bool? tls)
    {
        var broker = Read($"broker: {{host: {text}}}", out var problems).Broker;
        Assert.Empty(problems);
        Assert.Equal((host, port, tls), (broker.Host, broker.Port, broker.Tls));
        Assert.Equal(tls == true, broker.ToLinkOptions("a", TimeSpan.FromSeconds(1)).CaFile is not null);
        // A port that is written counts before a scheme's own, and may be written twice.
        var written = text.EndsWith("18831", StringComparison.Ordinal) ? 18831 : 1885;
        Assert.Equal(written, Read($"broker: {{host: {text}, port: {written}}}", out problems).Broker.Port);
        Assert.Empty(problems);
    }

    [Fact]
    public void Brokers_of_a_cluster_stand_in_one_line()
    {
        var broker = Read("broker: {host: \"a.lan, b.lan:1886\", port: 1885}", out var problems).Broker;
        Assert.Empty(problems);
        Assert.Equal("a.lan:1885,b.lan:1886", broker.Address);
        var link = broker.ToLinkOptions("a", TimeSpan.FromSeconds(1));
        Assert.Equal(("a.lan", 1885), (link.Host, link.Port));
        Assert.Equal([("b.lan", 1886)], link.Others);
    }

    [Fact]
    public void A_broker_of_the_command_line_goes_by_the_same_rule()
    {
        var fleet = Path.Combine(Directory.CreateTempSubdirectory("mae-broker").FullName, "fleet.yaml");
        File.WriteAllText(fleet, "broker: {host: mqtts://a:8884, password_file: p}");
        BrokerEntry Of(string address) => FleetOptions.Load(fleet, address).Broker;
        Assert.Equal(("b", 8884, true), (Of("b").Host, Of("b").Port, Of("b").Tls));
        Assert.Equal(("::1", 1, true), (Of("[::1]:1").Host, Of("[::1]:1").Port, Of("[::1]:1").Tls));
        foreach (var wrong in new[] { ":18831", "tcp://b", "[::1", "me:secret@b", "mqtt://b" })
        {
            var refused = Assert.Throws<MaeException>(() => Of(wrong));
            Assert.Equal(("MAE004", ExitCode.Usage), (refused.Code, refused.ExitCode));
            Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
        }

        Directory.Delete(Path.GetDirectoryName(fleet)!, recursive: true);
    }

    [Fact]
    public void All_mistakes_are_found_in_one_go_in_the_order_of_the_file()
    {
        Read("horizn: 1\nseed: x\nbroker: {prt: 1}\n", out var problems);
        Assert.Equal([1L, 2, 3], problems.Select(problem => problem.Line));
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(17)]
    public void Deep_nesting_is_refused_and_does_not_overflow_the_stack(int depth)
    {
        Read(new string('[', depth), out var problems);
        Assert.Equal("MAE207", problems[0].Code);
    }

    // Seeded edits of a good file: cut, doubled, overwritten and inserted pieces, YAML's own punctuation preferred.
    [Fact]
    public void No_text_makes_it_throw()
    {
        var random = new Random(20260721);
        var seed = FleetTemplate.For("s1");
        const string Bait = ":-{}[]#&*!|>%@`'\",?\n\t \0\u0007\u2028é💥<~0.1e999";
        for (var round = 0; round < 3000; round++)
        {
            var text = new StringBuilder(seed);
            for (var edit = random.Next(1, 6); edit > 0; edit--)
            {
                var at = random.Next(text.Length);
                var length = random.Next(1, 40);
                switch (random.Next(4))
                {
                    case 0: text.Remove(at, Math.Min(length, text.Length - at)); break;
                    case 1: text.Insert(at, text.ToString(at, Math.Min(length, text.Length - at))); break;
                    case 2: text.Insert(at, Bait[random.Next(Bait.Length)]); break;
                    default: text[at] = Bait[random.Next(Bait.Length)]; break;
                }
            }

            var fleet = Read(text.ToString(), out var problems);
            Assert.NotEmpty(fleet.Rovers);
            Assert.All(problems, problem => Assert.True(problem.Line >= 1 && problem.Column >= 1 && problem.Next.Length > 0));
        }
    }

    private static FleetFile Read(string text, out IReadOnlyList<FleetProblem> problems) =>
        FleetFileReader.Read(text, "fleet.yaml", out problems);
}
