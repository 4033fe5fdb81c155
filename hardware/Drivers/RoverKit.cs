using System.Device.Adc;
using System.Device.Gpio;
using System.Device.Pwm;

namespace MultiAgentEdge.Hardware.Drivers
{
    /// <summary>
    /// Opens every pin of a two-wheeled rover and puts the drivers on them. On an ESP32 give the PWM and ADC pins their function
    /// (nanoFramework.Hardware.Esp32.Configuration.SetPinFunction) before.
    /// </summary>
    public sealed class RoverKit
    {
        private const int PwmFrequencyHz = 20000;
        private const int MotorDeadTimeUs = 2000;
        private const int ButtonDebounceUs = 20000;

        /// <param name="pins">The wiring.</param>
        /// <param name="geometry">The rover's figures.</param>
        /// <param name="clock">The time of motors and button.</param>
        /// <param name="inertialSensor">May be null.</param>
        /// <param name="wheelPeriodUs">See <see cref="DifferentialDriveBody"/>.</param>
        /// <param name="inputTimeoutUs">See <see cref="DifferentialDriveBody"/>.</param>
        /// <param name="isFused">See <see cref="DriveOdometry"/>.</param>
        /// <param name="isTracked">Likewise.</param>
        /// <param name="batteryGain">What a voltmeter shows over what the divider's nominal resistors say; 1 uncalibrated.</param>
        public RoverKit(
            RoverPinMap pins,
            DifferentialDriveGeometry geometry,
            IClock clock,
            IInertialSensor inertialSensor,
            int wheelPeriodUs,
            long inputTimeoutUs,
            double batteryGain = 1.0,
            bool isFused = false,
            bool isTracked = true)
        {
            GpioController gpio = new GpioController();
            LeftMotor = OpenMotor(gpio, clock, pins.LeftPwm, pins.LeftForward, pins.LeftReverse);
            RightMotor = OpenMotor(gpio, clock, pins.RightPwm, pins.RightForward, pins.RightReverse);
            LeftEncoder = OpenEncoder(gpio, pins.LeftEncoderA, pins.LeftEncoderB);
            RightEncoder = OpenEncoder(gpio, pins.RightEncoderA, pins.RightEncoderB);
            EmergencyStop = new EmergencyStopInput(gpio.OpenPin(pins.EmergencyStop, PinMode.InputPullDown), clock, ButtonDebounceUs);
            StatusLed = new StatusLed(gpio.OpenPin(pins.StatusLed, PinMode.Output));
            // Two lithium cells (6.0 to 8.4 V) behind 30k/10k on a 3.3 V converter: full scale is 13.2 V.
            Battery = new DividerBattery(
                new AdcController().OpenChannel(pins.BatteryChannel), 3.3 * batteryGain, 30000.0, 10000.0, 1.0, 12.0, 4);
            Body = new DifferentialDriveBody(
                geometry, LeftMotor, RightMotor, LeftEncoder, RightEncoder, inertialSensor, wheelPeriodUs, inputTimeoutUs, isFused,
                isTracked);
            if (isTracked)
            {
                Planar = new PlanarDriveBody(Body, Battery, clock, 8.4, 6.0);
                Point = new PointDriveBody(Body);
            }
        }

        public HBridgeMotor LeftMotor { get; private set; }

        public HBridgeMotor RightMotor { get; private set; }

        public QuadratureEncoder LeftEncoder { get; private set; }

        public QuadratureEncoder RightEncoder { get; private set; }

        public EmergencyStopInput EmergencyStop { get; private set; }

        public DividerBattery Battery { get; private set; }

        public StatusLed StatusLed { get; private set; }

        public DifferentialDriveBody Body { get; private set; }

        /// <summary>The same wheels in the coordinates of missions in the plane; null on a lane.</summary>
        public PlanarDriveBody Planar { get; private set; }

        /// <summary>The same wheels as the point before their axle, for formations in the plane; null on a lane.</summary>
        public PointDriveBody Point { get; private set; }

        private static HBridgeMotor OpenMotor(GpioController gpio, IClock clock, int pwmPin, int forwardPin, int reversePin)
        {
            PwmChannel pwm = PwmChannel.CreateFromPin(pwmPin, PwmFrequencyHz, 0.0);
            GpioPin forward = gpio.OpenPin(forwardPin, PinMode.Output);
            GpioPin reverse = gpio.OpenPin(reversePin, PinMode.Output);
            return new HBridgeMotor(pwm, forward, reverse, clock, MotorDeadTimeUs, 1.0);
        }

        private static QuadratureEncoder OpenEncoder(GpioController gpio, int pinA, int pinB)
        {
            return new QuadratureEncoder(gpio.OpenPin(pinA, PinMode.Input), gpio.OpenPin(pinB, PinMode.Input), false);
        }
    }
}
