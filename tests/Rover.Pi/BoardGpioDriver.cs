extern alias simulated;

using System.Device.Gpio;
using simulated::MultiAgentEdge.Hardware.Simulated;
using Board = simulated::System.Device.Gpio;

namespace MultiAgentEdge.Tests.Rover.Pi;

/// <summary>System.Device.Gpio's own driver seam, ending at the pins of a simulated board.</summary>
/// <param name="board">Attached while this is constructed.</param>
internal sealed class BoardGpioDriver(PinBoard board) : GpioDriver
{
    private readonly Board.GpioController controller = new();
    private readonly Dictionary<int, Board.GpioPin> open = [];
    private readonly Dictionary<(int Pin, PinChangeEventHandler Handler), Board.PinValueChangedEventHandler> callbacks = [];

    protected override int PinCount => board.PinCount;

    protected override void OpenPin(int pinNumber) => open.Add(pinNumber, controller.OpenPin(pinNumber, Board.PinMode.Input));

    protected override void ClosePin(int pinNumber)
    {
        controller.ClosePin(pinNumber);
        open.Remove(pinNumber);
    }

    protected override void SetPinMode(int pinNumber, PinMode mode) => open[pinNumber].SetPinMode(Mode(mode));

    protected override PinMode GetPinMode(int pinNumber) => open[pinNumber].GetPinMode() switch
    {
        Board.PinMode.Output => PinMode.Output,
        Board.PinMode.InputPullUp => PinMode.InputPullUp,
        Board.PinMode.InputPullDown => PinMode.InputPullDown,
        _ => PinMode.Input,
    };

    protected override bool IsPinModeSupported(int pinNumber, PinMode mode) => true;

    protected override PinValue Read(int pinNumber) => board.IsHigh(pinNumber) ? PinValue.High : PinValue.Low;

    protected override void Write(int pinNumber, PinValue value) => open[pinNumber].Write((bool)value);

    protected override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    protected override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback)
    {
        void OnEdge(object sender, Board.PinValueChangedEventArgs e)
        {
            var edge = e.ChangeType == Board.PinEventTypes.Rising ? PinEventTypes.Rising : PinEventTypes.Falling;
            if (eventTypes.HasFlag(edge))
                callback(this, new PinValueChangedEventArgs(edge, pinNumber));
        }

        callbacks.Add((pinNumber, callback), OnEdge);
        open[pinNumber].ValueChanged += OnEdge;
    }

    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback)
    {
        if (callbacks.Remove((pinNumber, callback), out var onEdge) && open.TryGetValue(pinNumber, out var pin))
            pin.ValueChanged -= onEdge;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            controller.Dispose();
        base.Dispose(disposing);
    }

    private static Board.PinMode Mode(PinMode mode) => mode switch
    {
        PinMode.Output => Board.PinMode.Output,
        PinMode.InputPullUp => Board.PinMode.InputPullUp,
        PinMode.InputPullDown => Board.PinMode.InputPullDown,
        _ => Board.PinMode.Input,
    };
}
