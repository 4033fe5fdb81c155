using System.Text.Json.Nodes;
using MultiAgentEdge.Actor;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Host.Missions.Coverage.Run;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Training.Coverage;
using MultiAgentEdge.Host.Worlds.Particles;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Tests.Host.Missions.Coverage.Coordination;

namespace MultiAgentEdge.Tests.Host.Missions.Coverage.Run;

public class CoverageRunTests
{
    /// <summary>The whole way over agents, frames, coordinator and bodies, against the trainer's world with the trainer's
    /// observation.</summary>
    [Theory]
    [InlineData(3, false, 0)]
    [InlineData(3, true, 25)]
    [InlineData(5, false, 0)]
    public void In_lock_step_the_closed_loop_is_the_trainers_to_the_bit(int agents, bool int8, int time)
    {
        const int steps = 60;
        var policy = CoverageParameterSetTests.Policy(landmarks: 3, others: 2, time: time, seed: time > 0 ? 6u : 5u);
        if (int8)
            policy = policy.Quantise();
        var world = Start(agents, seed: 9);
        var options = Options(policy, world) with { Periods = steps };
        using var run = new CoverageRun(options);

        var summary = run.Execute(TestContext.Current.CancellationToken);

        var actor = Network(policy, options.LandmarksM);
        var observation = new ScopedObservation(world, new ObservationShape(3, 2, time > 0));
        var rows = new float[agents * observation.Shape.Width];
        var output = new float[5];
        var actions = new int[agents];
        var rewards = new double[agents];
        var moved = 0.0;
        for (var step = 0; step <= steps; step++)
        {
            var record = run.Records[step];
            observation.Write(rows, time > 0 ? (float)(step % time / (double)time) : 0f);
            for (var i = 0; i < agents; i++)
            {
                Assert.Equal((world.PositionX[i], world.PositionY[i]), (record.Rovers[i].XM, record.Rovers[i].YM));
                Assert.Equal(ActorStatus.Ok, actor.TryInfer(rows[(i * observation.Shape.Width)..], output));
                actions[i] = actor.Choice;
                Assert.Equal(policy.Actions[(2 * actions[i])..((2 * actions[i]) + 2)], record.Rovers[i].Input);
                Assert.Equal(Math.Min(2, agents - 1), record.Rovers[i].InScope);
            }

            world.Rewards(rewards);
            Assert.Equal(rewards[0], record.Reward, 1e-12);
            world.Step(actions);
            moved = Math.Max(moved, Math.Abs(world.PositionX[0] - options.StartM[0]) + Math.Abs(world.PositionY[0] - options.StartM[1]));
        }

        Assert.True(moved > 0.05, $"nothing moved: {moved}");
        Assert.Equal(0, summary.DeadlineMisses);
        Assert.Equal(0, summary.NeighboursMissed);
        Assert.Equal(run.Records.Skip(1).Take(25).Sum(record => record.Reward), summary.ReturnFirst, 1e-12);
    }

    /// <summary>The trainer's own evaluation: teams of another size than trained, with a range, with and without memory.</summary>
    [Theory]
    [InlineData(3, double.PositiveInfinity, true)]
    [InlineData(5, 0.6, true)]
    [InlineData(5, 0.6, false)]
    [InlineData(2, double.PositiveInfinity, true)]
    public void The_closed_loop_drives_the_evaluations_episode(int agents, double rangeM, bool memory)
    {
        var policy = CoverageParameterSetTests.Policy(landmarks: 3, others: 2, seed: 5);
        policy = policy with { Sense = policy.Sense with { RangeM = rangeM, HasMemory = memory } };
        var model = new CoverageModel { Algorithm = "maddpg-scope", Agents = 3, Shape = new ObservationShape(3, 2), Actors = [] };
        var episode = new CoverageEvaluation(
            model, [Network(policy, [0, 0])],
            new CoverageEvaluationOptions { Agents = agents, RangeM = rangeM, Memory = memory, Seed = 3 }).Record();
        var options = Options(policy, Start(agents, seed: 1)) with
        {
            LandmarksM = episode.Landmarks,
            StartM = [.. Enumerable.Range(0, agents).SelectMany(i => new[] { episode.X[i][0], episode.Y[i][0] })],
            Periods = 25,
        };
        using var run = new CoverageRun(options);

        run.Execute(TestContext.Current.CancellationToken);

        for (var i = 0; i < agents; i++)
        {
            Assert.Equal(episode.X[i], run.Records.Select(record => record.Rovers[i].XM));
            Assert.Equal(episode.Y[i], run.Records.Select(record => record.Rovers[i].YM));
        }
    }

    [Fact]
    public void Rovers_join_leave_fall_silent_and_return_while_the_others_drive_on()
    {
        var world = Start(3, seed: 4);
        var options = Options(CoverageParameterSetTests.Policy(seed: 5), world) with
        {
            Periods = 160,
            Events =
            [
                new CoverageEvent(CoverageEventKind.Join, null, 2, 2),
                new CoverageEvent(CoverageEventKind.Silent, "rover-2", 4, 10),
                new CoverageEvent(CoverageEventKind.Leave, "rover-1", 12, 12),
            ],
        };
        using var run = new CoverageRun(options);

        var summary = run.Execute(TestContext.Current.CancellationToken);

        string Mode(double atS, int rover) => run.Records[(int)(atS * 10)].Rovers[rover - 1].Mode;
        int Scope(double atS, int rover) => run.Records[(int)(atS * 10)].Rovers[rover - 1].InScope;
        Assert.Equal("absent", Mode(1.9, 4));
        Assert.Equal("running", Mode(3.9, 4));
        Assert.Equal(2, Scope(3.9, 4));

        // Heard by nobody, it drives on by itself, slower, and stops after 40 periods; the others stop looking at it after 20 and then see
        // two.
        Assert.Equal("degraded", Mode(6, 2));
        Assert.Equal("safe-stop", Mode(9.5, 2));
        Assert.Equal("running", Mode(9.5, 1));
        Assert.Equal("running", Mode(11.9, 2));
        Assert.Equal("absent", Mode(12.1, 1));
        Assert.Equal("running", Mode(16, 3));
        Assert.Equal((1, 1, 1, 1, 3), (summary.Joins, summary.Leaves, summary.Silences, summary.Returns, summary.AgentsEnd));
        Assert.Equal([1u], summary.Versions);
        Assert.Equal(0, summary.DeadlineMisses);
        Assert.Equal(161, run.Records.Count);
    }

    /// <summary>An actor that asks for more than wheels can, as trained ones do: as the particle itself they swing by half a metre a
    /// second from one side of the landmark to the other.</summary>
    [Fact]
    public void On_wheels_rovers_come_to_rest_at_landmarks_although_a_discs_actor_drives_them()
    {
        var policy = ToTheNearest();
        var options = Options(policy with { Tracking = CoverageWheels.Law }, Start(2, seed: 4)) with
        {
            Bodies = CoverageRunOptions.RoverBodies,
            Periods = 150,
            LandmarksM = [0.6, 0.5, -0.6, -0.4],
            StartM = [0.1, 0, -0.3, 0.2],
        };
        using var run = new CoverageRun(options);

        var summary = run.Execute(TestContext.Current.CancellationToken);

        Assert.All(run.Records.Skip(60), record => Assert.Equal((2, true), (record.Covered, record.CoverDistanceM < 0.15)));
        Assert.Equal((0, 0), (summary.Contacts, summary.Collisions));
    }

    [Fact]
    public void Landmarks_that_somebody_moves_are_covered_where_they_are_then()
    {
        FleetSession? person = null;
        Spectators.Follow(fleet =>
        {
            var link = fleet.Connect();
            link.Connect(fleet.Options with { ClientId = "person" });
            person = new FleetSession(link, fleet.Fleet);
            person.Hear(Topics.CoverageOrderAnswers);
            person.Subscribe();
        });
        var options = Options(CoverageParameterSetTests.Policy(seed: 5), Start(2, seed: 4)) with { Periods = 60, InProcess = true };
        double[] places = [.. options.LandmarksM.Select((number, i) => i == 0 ? 0.75 : number)];
        string[] orders = ["{\"landmarks_m\": [[0, 0]]}", new JsonObject
        {
            ["landmarks_m"] = new JsonArray([.. places.Chunk(2).Select(at => (JsonNode)new JsonArray(at[0], at[1]))]),
        }.ToJsonString()];
        var answers = new List<string>();
        using var run = new CoverageRun(options);
        run.PeriodDone += record =>
        {
            if (record.Tick == 11)
                person!.Told += (_, text) => answers.Add(text);
            if (record.Tick is 11 or 20)
                person!.Tell(Topics.CoverageOrders, orders[record.Tick == 11 ? 0 : 1]);
            person!.Poll(record.Tick * 100_000L);
        };

        var summary = run.Execute(TestContext.Current.CancellationToken);

        Assert.Equal(2, answers.Count);
        Assert.Contains("MAE544", answers[0], StringComparison.Ordinal);
        Assert.Contains("\"taken\":true", answers[1], StringComparison.Ordinal);
        Assert.Equal(places, options.LandmarksM);
        Assert.Equal([2u], summary.Versions);
        Assert.All(run.Records[^1].Rovers.Take(2), rover => Assert.Equal("running", rover.Mode));
        person!.Dispose();
    }

    [Fact]
    public void Silences_that_overlap_end_with_the_last_of_them()
    {
        var options = Options(CoverageParameterSetTests.Policy(seed: 5), Start(2, seed: 4)) with
        {
            Periods = 40,
            Events = [new CoverageEvent(CoverageEventKind.Silent, "rover-2", 1, 2),
                new CoverageEvent(CoverageEventKind.Silent, "rover-2", 1.5, 3)],
        };
        using var run = new CoverageRun(options);

        var summary = run.Execute(TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(10, 20), Enumerable.Range(0, 41).Where(k => run.Records[k].Rovers[1].IsSilent));
        Assert.Equal(1, summary.Silences);
    }

    [Fact]
    public void Another_actor_pushed_while_they_drive_is_taken_by_all_at_one_tick()
    {
        var options = Options(CoverageParameterSetTests.Policy(seed: 5), Start(4, seed: 4)) with { Periods = 60 };
        using var run = new CoverageRun(options);
        run.PeriodDone += record =>
        {
            if (record.Tick == 20)
            {
                run.Mission.Push(
                    2,
                    _ => CoverageParameterSet.Build(
                        options.Policy with { Layers = CoverageParameterSetTests.Policy(seed: 6).Layers }, options.LandmarksM, 2));
            }
        };

        var summary = run.Execute(TestContext.Current.CancellationToken);

        var ticks = Enumerable
            .Range(0, 4)
            .Select(i => run.Records.First(record => record.Rovers[i].ParameterVersion == 2).Tick)
            .Distinct()
            .ToList();
        Assert.Equal([run.Mission.PushedTick!.Value], ticks.Select(tick => (uint)tick));
        Assert.InRange(ticks[0], 21, 35);
        Assert.All(run.Records, record => Assert.All(record.Rovers, rover => Assert.Equal("running", rover.Mode)));
        Assert.Equal([2u], summary.Versions);
    }

    [Fact]
    public void An_actor_for_another_body_is_refused_by_name_and_the_team_drives_on()
    {
        var options = Options(CoverageParameterSetTests.Policy(seed: 5), Start(3, seed: 4)) with { Periods = 60 };
        using var run = new CoverageRun(options);
        var said = new List<string>();
        run.Said += said.Add;
        run.PeriodDone += record =>
        {
            if (record.Tick == 20)
            {
                run.Mission.Push(
                    2, _ => CoverageParameterSet.Build(options.Policy with { Tracking = CoverageWheels.Law }, options.LandmarksM, 2));
            }
        };

        var summary = run.Execute(TestContext.Current.CancellationToken);

        Assert.Equal(["rover-1", "rover-2", "rover-3"], run.Mission.Refusals.Select(refusal => refusal.Rover));
        Assert.Contains("rover-2 refused parameters version 2: does not fit this rover", said);
        Assert.Equal([1u], summary.Versions);
        Assert.All(run.Records, record => Assert.All(record.Rovers, rover => Assert.Equal("running", rover.Mode)));
    }

    /// <summary>Accelerates along the axis in which the nearest landmark is farthest, unless it is near or the particle fast.</summary>
    private static CoveragePolicy ToTheNearest()
    {
        var policy = CoverageParameterSetTests.Policy(landmarks: 2, others: 1);
        var width = policy.Sense.Width;
        var weights = new float[5 * width];
        for (var action = 1; action < 5; action++)
        {
            var (axis, sign) = ((action - 1) / 2, action % 2 == 1 ? 1 : -1);
            weights[(action * width) + 4 + axis] = sign;
            weights[(action * width) + axis] = -0.3f * sign;
        }

        return policy with { Layers = [new CoverageLayer(width, 5, weights, [0.05f, 0, 0, 0, 0])] };
    }

    internal static ParticleWorld Start(int agents, ulong seed)
    {
        var world = new ParticleWorld(ParticleOptions.Product(agents, 1));
        world.Reset(new Xoshiro256(seed));
        return world;
    }

    internal static CoverageRunOptions Options(CoveragePolicy policy, ParticleWorld world) => new()
    {
        Policy = policy with {
            Sense = policy.Sense with { AbsentOther = (ObservationShape.AbsentM, ObservationShape.AbsentM),
                AbsentLandmark = (ObservationShape.AbsentM, ObservationShape.AbsentM) } },
        Agents = world.Agents,
        LandmarksM = [.. Enumerable.Range(0, world.Landmarks).SelectMany(i => new[] { world.LandmarkX[i], world.LandmarkY[i] })],
        StartM = [.. Enumerable.Range(0, world.Agents).SelectMany(i => new[] { world.PositionX[i], world.PositionY[i] })],
        InProcess = true,
    };

    internal static ActorNetwork Network(CoveragePolicy policy, double[] landmarks)
    {
        var bytes = CoverageParameterSet.Build(policy, landmarks, 1);
        var set = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(bytes, bytes.Length));
        return ActorNetwork.TryCreate(set)!;
    }
}
