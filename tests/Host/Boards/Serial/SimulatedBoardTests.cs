using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Boards;

namespace MultiAgentEdge.Tests.Host.Boards.Serial;

/// <summary>The board's own console and drivers, on simulated pins.</summary>
public class SimulatedBoardTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private static BoardConsoleClient Client(SimulatedBoard board) => new(board, Limit);

    [Fact]
    public void Every_wheel_of_a_good_rover_passes()
    {
        using var board = new SimulatedBoard();
        Assert.All(MotorTest.Run(Client(board), 400), result => Assert.Equal("ok", result.Verdict));
    }

    [Fact]
    public void A_trial_ends_by_itself_and_the_rover_stands()
    {
        using var board = new SimulatedBoard();
        Client(board).Ask("motor 500 500 1000");
        board.Wait(TimeSpan.FromMilliseconds(900));
        Assert.True(board.Body.SpeedMS > 0.2);
        board.Wait(TimeSpan.FromMilliseconds(600));
        Assert.InRange(board.Body.SpeedMS, -0.01, 0.01);
        Assert.False(board.Rover.Trial.IsRunning);
    }

    [Fact]
    public void The_button_ends_a_trial_and_forbids_the_next()
    {
        using var board = new SimulatedBoard();
        var client = Client(board);
        client.Ask("motor 500 500 5000");
        board.Wait(TimeSpan.FromMilliseconds(500));
        board.Body.PressEmergencyStop(true);
        board.Turn();
        Assert.False(board.Rover.Trial.IsRunning);
        Assert.Equal(BoardFault.Refused, Assert.Throws<BoardException>(() => client.Ask("motor 500 500 100")).Fault);
    }

    [Fact]
    public void Calibration_finds_the_true_figures()
    {
        var truth = new DifferentialDriveOptions { LeftRadiusFactor = 1.05, RightRadiusFactor = 1.05, SlipMean = 0, SlipSigma = 0,
            RightMotorFactor = 1.0, DeadBandDuty = 0.2 };
        using var board = new SimulatedBoard(null, truth);
        var client = Client(board);
        var run = client.Run(500, 500, 2000);
        // 35,175 um; what the tyres slip while they speed up and brake shows as two percent.
        Assert.InRange(Calibration.WheelRadiusUm(run, board.Body.PositionM, 360), 34_400, 35_900);
        var runs = Enumerable.Range(1, 20).Select(i => client.Run(20 * i, 20 * i, 300)).ToList();
        Assert.InRange(Calibration.DeadBandPermille(runs), 190, 260);
    }

    [Fact]
    public void Settings_outlive_a_restart_and_secrets_are_never_said()
    {
        using var board = new SimulatedBoard();
        var client = Client(board);
        client.Ask("set name rover-7");
        client.Ask("set wifi_password top secret 1");
        client.Ask("save");
        board.Send("reboot");
        Assert.Equal("ok", board.Receive(Limit));
        Assert.Equal("rover-7", client.Ask("info")["name"]);
        Assert.Equal("2", client.Ask("info")["boots"]);
        Assert.Equal("*", client.Ask("get wifi_password")["wifi_password"]);
        Assert.Equal("top secret 1", board.Rover.Settings.Text(Firmware.RoverSettings.WifiPassword));
    }

    [Theory]
    [InlineData("motor 2000 0 100")]
    [InlineData("motor 100 100 99999")]
    [InlineData("set broker_port 99999")]
    [InlineData("set name Rover_1")]
    [InlineData("set nothing 1")]
    [InlineData("lunge")]
    public void Nonsense_is_refused(string command)
    {
        using var board = new SimulatedBoard();
        Assert.Equal(BoardFault.Refused, Assert.Throws<BoardException>(() => Client(board).Ask(command)).Fault);
    }

    [Fact]
    public void A_line_that_is_too_long_is_refused_and_the_next_one_taken()
    {
        using var board = new SimulatedBoard();
        board.Send(new string('x', 5000));
        Assert.StartsWith("error", board.Receive(Limit), StringComparison.Ordinal);
        Assert.Equal("simulated", Client(board).Ask("info")["board"]);
    }
}
