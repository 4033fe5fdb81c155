using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MultiAgentEdge.NanoProfile;

/// <summary>Language features that a board lacks and that the syntax alone gives away; rules NANO101 to NANO120.</summary>
public sealed class LanguageWalker(SemanticModel model, FindingList findings) : CSharpSyntaxWalker(SyntaxWalkerDepth.Token)
{
    public override void VisitTypeParameterList(TypeParameterListSyntax node)
    {
        Report(Rules.Generic, node, $"generic declaration {node}");
        base.VisitTypeParameterList(node);
    }

    public override void VisitGenericName(GenericNameSyntax node)
    {
        Report(Rules.Generic, node, $"generic {node}");
        base.VisitGenericName(node);
    }

    public override void VisitArrayRankSpecifier(ArrayRankSpecifierSyntax node)
    {
        if (node.Rank > 1) { Report(Rules.MultiDimensionalArray, node.Parent ?? node, $"array {node.Parent}"); }
        base.VisitArrayRankSpecifier(node);
    }

    public override void VisitTupleType(TupleTypeSyntax node)
    {
        Report(Rules.Tuple, node, $"tuple type {node}");
        base.VisitTupleType(node);
    }

    public override void VisitTupleExpression(TupleExpressionSyntax node)
    {
        Report(Rules.Tuple, node, $"tuple {node}");
        base.VisitTupleExpression(node);
    }

    public override void VisitParenthesizedVariableDesignation(ParenthesizedVariableDesignationSyntax node)
    {
        Report(Rules.Tuple, node, $"deconstruction {node}");
        base.VisitParenthesizedVariableDesignation(node);
    }

    public override void VisitRecordDeclaration(RecordDeclarationSyntax node)
    {
        Report(Rules.Record, node.Identifier, $"record {node.Identifier}");
        base.VisitRecordDeclaration(node);
    }

    public override void VisitWithExpression(WithExpressionSyntax node)
    {
        Report(Rules.Record, node.WithKeyword, "with expression");
        base.VisitWithExpression(node);
    }

    public override void VisitNullableType(NullableTypeSyntax node)
    {
        bool isValue = model.GetTypeInfo(node.ElementType).Type is { IsValueType: true };
        Report(isValue ? Rules.NullableValue : Rules.NullableAnnotation, node, $"{node}");
        base.VisitNullableType(node);
    }

    public override void VisitConditionalAccessExpression(ConditionalAccessExpressionSyntax node)
    {
        Report(Rules.NullConditional, node.OperatorToken, $"{node}");
        base.VisitConditionalAccessExpression(node);
    }

    public override void VisitRangeExpression(RangeExpressionSyntax node)
    {
        Report(Rules.RangeOrIndex, node, $"range {node}");
        base.VisitRangeExpression(node);
    }

    public override void VisitPrefixUnaryExpression(PrefixUnaryExpressionSyntax node)
    {
        if (node.IsKind(SyntaxKind.IndexExpression)) { Report(Rules.RangeOrIndex, node, $"index from the end {node}"); }
        base.VisitPrefixUnaryExpression(node);
    }

    public override void VisitAwaitExpression(AwaitExpressionSyntax node)
    {
        Report(Rules.Async, node.AwaitKeyword, "await");
        base.VisitAwaitExpression(node);
    }

    public override void VisitYieldStatement(YieldStatementSyntax node)
    {
        Report(Rules.Yield, node, "yield");
        base.VisitYieldStatement(node);
    }

    public override void VisitQueryExpression(QueryExpressionSyntax node)
    {
        Report(Rules.Linq, node, "query expression");
        base.VisitQueryExpression(node);
    }

    public override void VisitAnonymousObjectCreationExpression(AnonymousObjectCreationExpressionSyntax node)
    {
        Report(Rules.AnonymousType, node, "anonymous type");
        base.VisitAnonymousObjectCreationExpression(node);
    }

    public override void VisitUnsafeStatement(UnsafeStatementSyntax node)
    {
        Report(Rules.Unsafe, node.UnsafeKeyword, "unsafe");
        base.VisitUnsafeStatement(node);
    }

    public override void VisitFixedStatement(FixedStatementSyntax node)
    {
        Report(Rules.Unsafe, node.FixedKeyword, "fixed");
        base.VisitFixedStatement(node);
    }

    public override void VisitPointerType(PointerTypeSyntax node)
    {
        Report(Rules.Unsafe, node, $"pointer {node}");
        base.VisitPointerType(node);
    }

    public override void VisitFunctionPointerType(FunctionPointerTypeSyntax node)
    {
        Report(Rules.Unsafe, node, $"function pointer {node}");
        base.VisitFunctionPointerType(node);
    }

    public override void VisitStackAllocArrayCreationExpression(StackAllocArrayCreationExpressionSyntax node)
    {
        Report(Rules.Unsafe, node.StackAllocKeyword, "stackalloc");
        base.VisitStackAllocArrayCreationExpression(node);
    }

    public override void VisitImplicitStackAllocArrayCreationExpression(ImplicitStackAllocArrayCreationExpressionSyntax node)
    {
        Report(Rules.Unsafe, node.StackAllocKeyword, "stackalloc");
        base.VisitImplicitStackAllocArrayCreationExpression(node);
    }

    public override void VisitCheckedExpression(CheckedExpressionSyntax node)
    {
        if (node.IsKind(SyntaxKind.CheckedExpression)) { Report(Rules.Checked, node.Keyword, "checked"); }
        base.VisitCheckedExpression(node);
    }

    public override void VisitCheckedStatement(CheckedStatementSyntax node)
    {
        if (node.IsKind(SyntaxKind.CheckedStatement)) { Report(Rules.Checked, node.Keyword, "checked"); }
        base.VisitCheckedStatement(node);
    }

    public override void VisitInterfaceDeclaration(InterfaceDeclarationSyntax node)
    {
        foreach (MemberDeclarationSyntax member in node.Members) { CheckInterfaceMember(member); }
        base.VisitInterfaceDeclaration(node);
    }

    public override void VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        if (model.GetDeclaredSymbol(node) is { OverriddenMethod: { } overridden } method
            && !SymbolEqualityComparer.Default.Equals(method.ReturnType, overridden.ReturnType))
        {
            Report(
                Rules.CovariantReturn, node.Identifier,
                $"override {node.Identifier} returns {method.ReturnType}, its base {overridden.ReturnType}");
        }

        base.VisitMethodDeclaration(node);
    }

    public override void VisitToken(SyntaxToken token)
    {
        switch (token.Kind())
        {
            case SyntaxKind.AsyncKeyword: Report(Rules.Async, token, "async"); break;
            case SyntaxKind.VolatileKeyword: Report(Rules.Volatile, token, "volatile"); break;
            case SyntaxKind.DecimalKeyword: Report(Rules.Decimal, token, "decimal"); break;
            case SyntaxKind.UnsafeKeyword: Report(Rules.Unsafe, token, "unsafe"); break;
            case SyntaxKind.RefKeyword when token.Parent is StructDeclarationSyntax or RefTypeSyntax { Parent: StructDeclarationSyntax }:
                Report(Rules.RefStruct, token, "ref struct");
                break;
            case SyntaxKind.NumericLiteralToken when token.Value is decimal: Report(
                Rules.Decimal, token, $"decimal literal {token}"); break;
        }

        base.VisitToken(token);
    }

    private void CheckInterfaceMember(MemberDeclarationSyntax member)
    {
        bool hasBody = member switch
        {
            BaseMethodDeclarationSyntax method => method.Body is not null || method.ExpressionBody is not null,
            BasePropertyDeclarationSyntax property =>
                property.AccessorList?.Accessors.Any(a => a.Body is not null || a.ExpressionBody is not null) ?? true,
            _ => false,
        };
        if (hasBody
            || member.Modifiers.Any(
                SyntaxKind.StaticKeyword)) { Report(Rules.InterfaceBody, member, "interface member with a body or static"); }
    }

    private void Report(Rule rule, SyntaxNode node, string what) => findings.Add(rule, node.GetLocation(), Shorten(what));

    private void Report(Rule rule, SyntaxToken token, string what) => findings.Add(rule, token.GetLocation(), Shorten(what));

    private static string Shorten(string what)
    {
        string line = string.Join(' ', what.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > 80 ? line[..77] + "..." : line;
    }
}
